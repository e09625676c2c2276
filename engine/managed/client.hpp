// What the program carries for /var/runtime of functions of managed runtimes: its own runtime
// interface clients, and what starts AWS's. Generated at build time from client/.
#pragma once

#include <span>
#include <string_view>

namespace lambent::managed {

struct embedded_file {
  std::string_view path;  // "index.mjs"
  std::string_view content;
};

[[nodiscard]] std::span<const embedded_file> nodejs_client();
[[nodiscard]] std::span<const embedded_file> python_client();

// Beside them belongs the installed client.
[[nodiscard]] std::span<const embedded_file> nodejs_start_of_aws();
[[nodiscard]] std::span<const embedded_file> python_start_of_aws();

}  // namespace lambent::managed
