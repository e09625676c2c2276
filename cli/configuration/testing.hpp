// For tests: a lambent.toml that was never a file.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "cli/configuration/schema.hpp"
#include "cli/configuration/settings.hpp"

namespace lambent::cli::configuration::testing {

inline document parsed(std::string_view text) {
  auto file = parse_document(text, "lambent.toml");
  if (!file) FAIL(file.error().what);
  return *std::move(file);
}

inline settings settings_of(std::string_view text, std::string context = {},
                            std::filesystem::path folder = {}) {
  auto made = settings::make(parsed(text), std::move(folder), std::move(context));
  if (!made) FAIL(made.error().what);
  return *std::move(made);
}

}  // namespace lambent::cli::configuration::testing
