// [watch.router]: which function answers which path of the HTTP front door. As a table:
//   "/orders/{id}" = "orders"
//   "/carts"       = [{ methods = ["GET"], function = "carts" }, { methods = ["POST"], function =
//   "new-cart" }]
// or as a list of tables, [[watch.router]] with path, methods and function.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "cli/configuration/document.hpp"
#include "cli/configuration/settings.hpp"

namespace lambent::cli::configuration {

struct route {
  std::string path;                  // Begins with '/'; "{name}" stands for one segment.
  std::vector<std::string> methods;  // In capitals; empty: all.
  std::string function;
  place at;
};

// The value of the key "router"; checks form and types, not whether the functions exist.
[[nodiscard]] result<std::vector<route>> read_router(const document& in, const member& router);

// Of the chosen context: its routes replace those of the file with the same path.
[[nodiscard]] result<std::vector<route>> router_of(const settings& from);

// An error at the first route to a function that is none of `known`.
[[nodiscard]] result<> check_routes(const settings& from, std::span<const route> routes,
                                    std::span<const std::string> known);

}  // namespace lambent::cli::configuration
