// Makes zip archives whose bytes depend on nothing but names, contents and modes: entries sorted,
// times fixed at 1980-01-01, no extra fields, deflate level 9. In memory, no zip64, no encryption.
// Names are written as given, so that tests can make hostile archives; readers must judge them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace lambent {

struct zip_member {
  std::string name;  // With '/' between folders; a trailing '/' makes a folder.
  std::string content;
  std::uint32_t mode = 0100644;  // As in stat: type and permissions.
};

enum class zip_compression : std::uint8_t {
  deflate,  // An entry that would not shrink is stored.
  store,    // The same bytes under every version of zlib.
};

// Fails on an empty, overlong or repeated name and on anything that needs zip64.
[[nodiscard]] result<std::string> make_zip(std::vector<zip_member> entries,
                                           zip_compression compression = zip_compression::deflate);

}  // namespace lambent
