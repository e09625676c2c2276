#include "cli/new/names.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace lambent::cli {

result<> check_name(std::string_view name) {
  constexpr std::size_t name_chars_max = 64;  // Lambda API reference, CreateFunction, FunctionName.
  constexpr auto cmake_targets =
      std::to_array<std::string_view>({"all", "clean", "edit_cache", "help", "install", "package",
                                       "package_source", "rebuild_cache", "test", "bootstrap"});
  constexpr std::string_view allowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string quoted = "'" + std::string(name) + "'";
  if (name.empty() || name.size() > name_chars_max || name.starts_with('-') ||
      name.find_first_not_of(allowed) != std::string_view::npos)
    return fail(quoted + " is not a function name",
                "use 1 to 64 letters, digits, '-' and '_', as AWS Lambda does");
  if (std::ranges::find(cmake_targets, name) != cmake_targets.end())
    return fail(quoted + " means something else to CMake",
                "add a word: 'my-" + std::string(name) + "'");
  return {};
}

}  // namespace lambent::cli
