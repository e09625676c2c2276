// The runtime interface clients that the program carries: what is at /var/runtime for functions of
// managed runtimes. Generated at build time from client/nodejs and client/python.
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

}  // namespace lambent::managed
