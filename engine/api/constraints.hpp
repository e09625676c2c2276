// What AWS's model demands of the members of a request: one table per operation, and the check of a
// single scalar. engine/api/body walks a JSON body along a table.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/violations.hpp"

namespace lambent::api {

enum class member_kind : std::uint8_t {
  string,
  blob,
  integer,
  real,  // min and max are whole numbers.
  boolean,
  list,       // members: the element.
  map,        // members: the key, the value.
  structure,  // members: its members.
  any,        // Accepted as it is.
};

struct member {
  std::string_view name;
  member_kind kind = member_kind::string;
  bool required = false;
  std::optional<std::int64_t> min{}, max{};  // Length of strings and lists, value of integers.
  const model::pattern* pattern = nullptr;
  std::span<const std::string_view> values{};  // Of an enum.
  std::span<const member> members{};
  bool secret = false;  // AWS does not repeat its value.
};

namespace constraints {
[[nodiscard]] std::span<const member> create_function();
[[nodiscard]] std::span<const member> update_function_code();
[[nodiscard]] std::span<const member> update_function_configuration();
[[nodiscard]] std::span<const member> list_functions();  // Query parameters.
// Headers, by member name.
[[nodiscard]] std::span<const member> invoke();
[[nodiscard]] std::span<const member> invoke_with_response_stream();
[[nodiscard]] std::span<const member> tag_resource();
[[nodiscard]] std::span<const member> publish_layer_version();
[[nodiscard]] std::span<const member> list_layers();  // Query parameters.
// Every runtime that a list of layers may be asked for, in the order of AWS's text.
[[nodiscard]] std::span<const std::string_view> layer_runtimes();
}  // namespace constraints

// Runtimes that can be created, in the order of AWS's text, and those it no longer takes.
[[nodiscard]] std::span<const std::string_view> runtimes();
[[nodiscard]] std::span<const std::string_view> retired_runtimes();

// AWS writes a member's path in lowerCamel: "KMSKeyArn" is "kMSKeyArn".
[[nodiscard]] std::string member_path(std::string_view parent, std::string_view name);
[[nodiscard]] std::string enum_text(std::span<const std::string_view> values);  // "[A, B]"

// Every constraint that a text breaks, as sentences without the value.
[[nodiscard]] std::vector<std::string> broken(const member& rule, std::string_view text);
// Every constraint that the rule states, in AWS's order: what it lists for elements of containers.
[[nodiscard]] std::vector<std::string> stated(const member& rule);
void check_text(const member& rule, std::string_view text, model::violations& found);
void check_number(const member& rule, std::int64_t value, model::violations& found);

// The rule of this name; the tables' users name members that exist.
[[nodiscard]] const member& rule_of(std::span<const member> table, std::string_view name);

}  // namespace lambent::api
