// `lambent image push`, `pull` and `copy`: one way to move an image, three ways to say it.
#pragma once

#include "cli/image/transfer/transfer.hpp"

namespace CLI {
class App;
}

namespace lambent::cli {

// Types of their own, so that each command has its defaults.
struct image_push_options : transfer_options {};
struct image_pull_options : transfer_options {
  image_pull_options() { all = false; }
};
struct image_copy_options : transfer_options {};

void describe_image_push(CLI::App& command, image_push_options& options);
void describe_image_pull(CLI::App& command, image_pull_options& options);
void describe_image_copy(CLI::App& command, image_copy_options& options);

[[nodiscard]] exit_code image_push(const image_push_options& options);
[[nodiscard]] exit_code image_pull(const image_pull_options& options);
[[nodiscard]] exit_code image_copy(const image_copy_options& options);

}  // namespace lambent::cli
