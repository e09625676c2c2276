#include "engine/companions/query/members.hpp"

#include <charconv>

namespace lambent::companions::query {
namespace {

std::optional<std::int64_t> read_number(std::string_view text) {
  std::int64_t number = 0;
  auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (bad != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

answer<> check_members(const form& input, std::span<const api::member> table) {
  model::violations found;
  for (const auto& rule : table) {
    auto text = input.find(rule.name);
    if (!text) {
      if (rule.required)
        found.add("null", api::member_path({}, rule.name), "Member must not be null");
      continue;
    }
    if (rule.kind != api::member_kind::integer) {
      api::check_text(rule, *text, found);
      continue;
    }
    auto number = read_number(*text);
    if (!number)
      return refuse("MalformedInput", "The parameter " + std::string(rule.name) + " is no integer");
    api::check_number(rule, *number, found);
  }
  return valid(found);
}

std::int64_t number_of(const form& input, std::string_view name, std::int64_t otherwise) {
  auto text = input.find(name);
  return text ? read_number(*text).value_or(otherwise) : otherwise;
}

}  // namespace lambent::companions::query
