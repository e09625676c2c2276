// The text form of AWS's config and credentials files: sections of key = value (or key: value),
// where a line that is indented deeper than the key above continues its value or, below an empty
// value, is a key of its own one level down. As the AWS CLI reads it, by Python's configparser:
// comments are whole lines. Pure.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace lambent::aws {

struct ini_section {
  std::string name{};  // What stands between the brackets, without spaces around it.
  std::map<std::string, std::string, std::less<>> values{};  // Keys in lower case.
  std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> nested{};
};

// In the order of the file; a name may come again. Errors say the line.
[[nodiscard]] result<std::vector<ini_section>> parse_ini(std::string_view text);

// The words of a line, as a shell splits them: single and double quotes, backslashes; nothing is
// expanded. Used for section names and for credential_process.
[[nodiscard]] result<std::vector<std::string>> split_words(std::string_view text);

}  // namespace lambent::aws
