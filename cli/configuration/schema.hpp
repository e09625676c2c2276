// What may stand in lambent.toml: the commands' flags, which the command tree knows, and the few
// tables that are no flags. Whatever else stands there is an error, with the place and the nearest
// name that there is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "cli/configuration/document.hpp"

namespace lambent::cli::configuration {

enum class value_kind : std::uint8_t {
  boolean,  // A flag without a value.
  text,
  integer,
  number,     // An integer, or with a fraction.
  file,       // Relative to the folder of lambent.toml.
  directory,  // The same.
  included,   // PATH or NAME:PATH, the path likewise.
  place,      // A path likewise where it begins with ./ or ../, else a name or an address.
  pairs,      // KEY=VALUE as a flag, a table in the file.
};

// A file's path is the value, or a part of it.
[[nodiscard]] constexpr bool names_file(value_kind kind) {
  return kind == value_kind::file || kind == value_kind::included || kind == value_kind::place;
}

struct key_schema {
  std::string name;  // As the file has it: "lambda_dir".
  value_kind kind = value_kind::text;
  bool repeatable = false;
  std::vector<std::string> aliases{};  // What the flag is called beside; the file has one name.
  bool of_functions = true;            // [functions.NAME.COMMAND] may have it.
};

struct command_schema {
  std::vector<std::string> path;  // {"deploy"}, {"deps", "add"}
  std::vector<key_schema> keys;
};

using schema = std::vector<command_schema>;

// The key of a flag: "--lambda-dir" is "lambda_dir". Keys may be written with '-', too.
[[nodiscard]] std::string key_of(std::string_view flag);

// What the flag gets, each as it would be typed. For `pairs` each is KEY=VALUE.
[[nodiscard]] result<std::vector<std::string>> values_of(const document& in, const node& value,
                                                         const key_schema& key);

// Every table, key and type of the file, those of all contexts and functions too.
[[nodiscard]] result<> check(const document& in, const schema& known);

}  // namespace lambent::cli::configuration
