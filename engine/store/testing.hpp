// For tests: zips made entry by entry, in whatever shape.
#pragma once

#include <zip.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "base/temp_dir.hpp"

namespace lambent::testing {

struct zip_item {
  std::string name;
  std::string content;
  std::uint32_t mode = 0100644;  // st_mode
};

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline std::string make_zip(const std::vector<zip_item>& items) {
  temp_dir scratch;
  std::string file = scratch.path / "made.zip";
  int code = 0;
  zip_t* archive = zip_open(file.c_str(), ZIP_CREATE, &code);
  if (archive == nullptr) std::abort();
  for (const auto& one : items) {
    auto* source = zip_source_buffer(archive, one.content.data(), one.content.size(), 0);
    auto index = zip_file_add(archive, one.name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) std::abort();
    auto at = static_cast<zip_uint64_t>(index);
    zip_file_set_external_attributes(archive, at, 0, ZIP_OPSYS_UNIX, one.mode << 16);
  }
  if (zip_close(archive) != 0) std::abort();
  return read_file(file);
}

}  // namespace lambent::testing
