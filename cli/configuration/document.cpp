#include "cli/configuration/document.hpp"

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#define TOML_ENABLE_UNRELEASED_FEATURES 0
#define TOML_ENABLE_WINDOWS_COMPAT 0
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace lambent::cli::configuration {
namespace {

place place_of(const toml::source_region& region) {
  return {.line = region.begin.line, .column = region.begin.column};
}

std::string text_of(double value) {
  constexpr std::size_t double_chars_max = 32;
  std::array<char, double_chars_max> digits{};
  auto end = std::to_chars(digits.begin(), digits.end(), value).ptr;
  return {digits.data(), end};
}

result<node> convert(const toml::node& from, std::size_t depth);

result<node> convert_table(const toml::table& from, std::size_t depth) {
  node out{.kind = node_kind::table, .at = place_of(from.source())};
  for (const auto& [key, value] : from)
    out.members.push_back({.name = std::string(key.str()),
                           .at = place_of(key.source()),
                           .value = TRY(convert(value, depth))});
  return out;
}

result<node> convert_list(const toml::array& from, std::size_t depth) {
  node out{.kind = node_kind::list, .at = place_of(from.source())};
  for (const toml::node& item : from) out.items.push_back(TRY(convert(item, depth)));
  return out;
}

result<node> convert(const toml::node& from, std::size_t depth) {
  if (depth > document_depth_max)
    return fail("tables and lists nest deeper than " + std::to_string(document_depth_max));
  if (const auto* table = from.as_table()) return convert_table(*table, depth + 1);
  if (const auto* list = from.as_array()) return convert_list(*list, depth + 1);
  node out{.kind = node_kind::date, .at = place_of(from.source())};
  if (const auto* text = from.as_string()) {
    out.kind = node_kind::string;
    out.text = text->get();
  } else if (const auto* integer = from.as_integer()) {
    out.kind = node_kind::integer;
    out.text = std::to_string(integer->get());
  } else if (const auto* number = from.as_floating_point()) {
    out.kind = node_kind::number;
    out.text = text_of(number->get());
  } else if (const auto* boolean = from.as_boolean()) {
    out.kind = node_kind::boolean;
    out.text = boolean->get() ? "true" : "false";
  }
  return out;
}

std::string shown(const std::string& path, place at) {
  return path + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
}

// The parser's sentences begin with what it was doing; a person asks what is wrong.
std::string plain(std::string_view description) {
  constexpr std::string_view start = "Error while parsing ";
  std::string out(description);
  if (description.starts_with(start)) out = out.substr(start.size());
  while (out.ends_with('.') || out.ends_with('\n')) out.pop_back();
  return out;
}

}  // namespace

const node* node::find(std::string_view name) const {
  auto found = std::ranges::find(members, name, &member::name);
  return found == members.end() ? nullptr : &found->value;
}

result<document> parse_document(std::string_view text, std::string path) {
  if (text.size() > document_bytes_max)
    return fail(path + ": it is larger than " + std::to_string(document_bytes_max) + " bytes");
  toml::parse_result parsed = toml::parse(text);
  if (!parsed)
    return fail(shown(path, place_of(parsed.error().source())) +
                ": this is not TOML: " + plain(parsed.error().description()));
  node root = TRY_FOR(path, convert_table(parsed.table(), 0));
  return document{.path = std::move(path), .root = std::move(root)};
}

result<node> parse_value(std::string_view text) {
  if (text.size() > document_bytes_max)
    return fail("it is larger than " + std::to_string(document_bytes_max) + " bytes");
  toml::parse_result parsed = toml::parse("value = " + std::string(text));
  if (!parsed) return fail("this is no TOML value: " + plain(parsed.error().description()));
  // A line break in the text would begin another key.
  if (parsed.table().size() != 1) return fail("this is more than one TOML value");
  return convert(*parsed.table().get("value"), 0);
}

std::string shown(const document& in, place at) { return shown(in.path, at); }

std::unexpected<error> fail_at(const document& in, place at, const std::string& what,
                               std::string hint) {
  return fail(shown(in, at) + ": " + what, std::move(hint));
}

std::string_view a_kind(node_kind kind) {
  switch (kind) {
    case node_kind::string:
      return "a string";
    case node_kind::integer:
      return "an integer";
    case node_kind::number:
      return "a number with a fraction";
    case node_kind::boolean:
      return "a boolean";
    case node_kind::date:
      return "a date or time";
    case node_kind::list:
      return "a list";
    case node_kind::table:
      return "a table";
  }
  return "a value";
}

}  // namespace lambent::cli::configuration
