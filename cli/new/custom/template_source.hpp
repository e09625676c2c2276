// Where a template of somebody else's comes from: a folder, a zip (a file or by HTTPS), or a Git
// repository, which the program `git` clones.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "cli/new/custom/template_files.hpp"

namespace lambent::cli {

enum class source_kind : std::uint8_t { folder, zip_file, zip_url, git };

struct template_source {
  source_kind kind = source_kind::folder;
  std::string where;   // A path or URL.
  std::string branch;  // Of a repository, a branch or tag; empty means its default.
};

// A folder's or zip's path, https://…zip, gh:OWNER/NAME, gl:…, bb:…, https://HOST/OWNER/NAME,
// git@HOST:OWNER/NAME, ssh://…, file://…; behind a repository /branch/NAME, /tag/NAME or
// /tree/NAME. Looks at the file system to tell paths from mistakes.
[[nodiscard]] result<template_source> parse_template_source(std::string_view text);

// Where `text` has the form of a path or URL, rather than of a template's name.
[[nodiscard]] bool looks_like_a_place(std::string_view text);

[[nodiscard]] result<template_files> fetch_template(const template_source& from);

}  // namespace lambent::cli
