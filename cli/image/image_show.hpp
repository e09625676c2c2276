// `lambent image show`: what an image is made of, for each platform.
#pragma once

#include <string>

#include "cli/registry/registry_access.hpp"
#include "cli/terminal/exit_code.hpp"
#include "cli/terminal/terminal.hpp"

namespace CLI {
class App;
}

namespace lambent::cli {

struct image_show_options {
  std::string reference{};
  registry_flags registry{};
  output_format output = output_format::text;
};

void describe_image_show(CLI::App& command, image_show_options& options);
[[nodiscard]] exit_code image_show(const image_show_options& options);

}  // namespace lambent::cli
