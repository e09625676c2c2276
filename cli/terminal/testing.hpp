// For tests: what is said on stderr.
#pragma once

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdio>
#include <string>

#include "base/fd.hpp"
#include "base/files.hpp"
#include "base/temp_dir.hpp"

namespace lambent::cli::testing {

// All that `work` writes there, by the C library or without it.
template <class Work>
std::string told_by(const Work& work) {
  const lambent::testing::temp_dir dir;
  const std::filesystem::path file = dir.path / "stderr";
  std::fflush(stderr);
  const fd before(::dup(STDERR_FILENO));
  REQUIRE(std::freopen(file.c_str(), "w", stderr) != nullptr);
  work();
  std::fflush(stderr);
  ::dup2(before.get(), STDERR_FILENO);
  return read_file(file, 1UL << 16).value();
}

}  // namespace lambent::cli::testing
