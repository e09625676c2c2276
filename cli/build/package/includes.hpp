// --include: files and folders of the user's that go into a package beside the program.
//
// Of a file's mode only "its owner may execute it" travels, as 0755 or 0644: neither owner, umask
// nor time may change a package. A symbolic link in an included folder stays one where it leads to
// something in that folder; else the file it leads to goes in. Folders are implied by what is in
// them; empty ones are left out.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/zip_writer.hpp"

namespace lambent::cli {

// "PATH" goes in under its own relative path, or under its last name when it is absolute or climbs
// out of the folder; "NAME:PATH" under that name. A file that itself has a ':' and exists is a
// PATH.
struct include_spec {
  std::string name;
  std::filesystem::path path;
};

// Relative paths are seen from `base`.
[[nodiscard]] result<include_spec> parse_include(std::string_view text,
                                                 const std::filesystem::path& base);

// Everything that the includes name, without a name twice. Fails early on more than Lambda takes.
[[nodiscard]] result<std::vector<zip_member>> read_includes(
    const std::vector<std::string>& includes, const std::filesystem::path& base);

// One file as it goes into a package.
[[nodiscard]] result<zip_member> read_member(const std::filesystem::path& path, std::string name);

}  // namespace lambent::cli
