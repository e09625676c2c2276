// The JSON form of a filter pattern: a condition on the fields of a message that is a JSON object.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.hpp"

namespace lambent::logs {

enum class comparison : std::uint8_t {
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  is_true,
  is_false,
  is_null,
  exists,
  not_exists,
};

// A leaf compares one field; an inner node joins its children.
struct json_condition {
  enum class join : std::uint8_t { leaf, all, any };

  join how = join::leaf;
  std::vector<json_condition> parts;

  std::vector<std::variant<std::string, std::size_t>> path;  // Names and array indices.
  comparison op = comparison::equal;
  std::string text;  // May hold `*`, which stands for any characters.
  std::optional<double> number;
};

struct json_selector {
  json_condition root;

  [[nodiscard]] static result<json_selector> parse(std::string_view text);
  [[nodiscard]] bool matches(std::string_view message) const;
};

}  // namespace lambent::logs
