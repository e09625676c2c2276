// The project templates, as they stand under templates/, carried inside the program so that
// `lambent new` needs no network and no installed files. Placeholders are still in them.
#pragma once

#include <span>
#include <string_view>

namespace lambent::templates {

struct file {
  std::string_view template_name;  // "basic"
  std::string_view path;           // "src/main.cpp"; may hold placeholders.
  std::string_view content;
};

// All files of all templates, sorted by template and path. Generated at build time.
[[nodiscard]] std::span<const file> all_files();

}  // namespace lambent::templates
