// lambent-template.toml.
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <algorithm>
#include <initializer_list>

#include "cli/new/custom_template.hpp"

namespace lambent::cli {
namespace {

constexpr std::size_t prompts_max = 64;

std::string place(const toml::node& node) {
  return "line " + std::to_string(node.source().begin.line) + ": ";
}

// Reads the members of one table; what is of another type or nobody's is an error.
class table_reader {
public:
  table_reader(const toml::table& from, std::string name) : from_(from), name_(std::move(name)) {}

  result<> only(std::initializer_list<std::string_view> keys) const {
    for (const auto& [key, value] : from_) {
      if (std::ranges::find(keys, std::string_view(key)) != keys.end()) continue;
      std::string known;
      for (std::string_view one : keys) known += (known.empty() ? "" : ", ") + std::string(one);
      return fail(place(value) + name_ + " has no " + std::string(key), "it has " + known);
    }
    return {};
  }

  result<std::optional<std::string>> text(std::string_view key) const {
    const toml::node* found = from_.get(key);
    if (found == nullptr) return std::optional<std::string>();
    auto value = found->value_exact<std::string>();
    if (!value) return fail(place(*found) + std::string(key) + " is not a string");
    return value;
  }

  result<bool> flag(std::string_view key) const {
    const toml::node* found = from_.get(key);
    if (found == nullptr) return false;
    auto value = found->value_exact<bool>();
    if (!value) return fail(place(*found) + std::string(key) + " is neither true nor false");
    return *value;
  }

  result<std::vector<std::string>> texts(std::string_view key) const {
    std::vector<std::string> out;
    const toml::node* found = from_.get(key);
    if (found == nullptr) return out;
    const toml::array* list = found->as_array();
    if (list == nullptr) return fail(place(*found) + std::string(key) + " is not a list of strings");
    for (const toml::node& one : *list) {
      auto value = one.value_exact<std::string>();
      if (!value) return fail(place(one) + std::string(key) + " has something that is no string");
      out.push_back(*value);
    }
    return out;
  }

  // The tables in the table `key`, each with its name.
  result<std::vector<std::pair<std::string, const toml::table*>>> tables(
      std::string_view key) const {
    std::vector<std::pair<std::string, const toml::table*>> out;
    const toml::node* found = from_.get(key);
    if (found == nullptr) return out;
    const toml::table* all = found->as_table();
    if (all == nullptr) return fail(place(*found) + std::string(key) + " is not a table");
    for (const auto& [name, value] : *all) {
      const toml::table* one = value.as_table();
      if (one == nullptr)
        return fail(place(value) + std::string(key) + "." + std::string(name) + " is not a table");
      out.emplace_back(name, one);
    }
    return out;
  }

private:
  const toml::table& from_;
  std::string name_;
};

result<conditional_file> read_condition(const std::string& pattern, const toml::table& from) {
  table_reader in(from, "the rule for '" + pattern + "'");
  TRY(in.only({"var", "match", "not_match"}));
  auto variable = TRY(in.text("var"));
  auto match = TRY(in.text("match"));
  auto not_match = TRY(in.text("not_match"));
  if (!variable || match.has_value() == not_match.has_value())
    return fail(place(from) + "the rule for '" + pattern +
                "' needs var, and match or not_match");
  return conditional_file{pattern, *variable, match ? *match : *not_match, match.has_value()};
}

result<std::vector<conditional_file>> read_conditions(const table_reader& in,
                                                      std::string_view key) {
  std::vector<conditional_file> out;
  for (const auto& [pattern, table] : TRY(in.tables(key)))
    out.push_back(TRY(read_condition(pattern, *table)));
  return out;
}

result<template_prompt> read_prompt(const std::string& variable, const toml::table& from) {
  std::string name = "the prompt '" + variable + "'";
  if (!templates::is_variable_name(variable))
    return fail(place(from) + "'" + variable + "' cannot be a variable",
                "use letters, digits, '_', '-' and '.', a letter in front");
  table_reader in(from, name);
  TRY(in.only({"message", "choices", "default", "help"}));
  template_prompt out{.variable = variable};
  out.message = TRY(in.text("message")).value_or(variable + "?");
  out.help = TRY(in.text("help")).value_or("");
  out.choices = TRY(in.texts("choices"));
  const toml::node* otherwise = from.get("default");
  if (otherwise != nullptr && otherwise->is_boolean()) {
    out.yes_no = true;
    out.otherwise = otherwise->value_or(false) ? "true" : "false";
  } else {
    out.otherwise = TRY(in.text("default"));
  }
  if (out.yes_no && !out.choices.empty())
    return fail(place(from) + name + " has choices, but its default is true or false");
  if (out.otherwise && !out.choices.empty() &&
      std::ranges::find(out.choices, *out.otherwise) == out.choices.end())
    return fail(place(from) + "the default of " + name + " is none of its choices");
  return out;
}

}  // namespace

result<template_config> parse_template_config(std::string_view text) {
  toml::parse_result parsed = toml::parse(text);
  if (!parsed)
    return fail("line " + std::to_string(parsed.error().source().begin.line) + ": " +
                std::string(parsed.error().description()));
  template_config out;
  table_reader file(parsed.table(), "the file");
  TRY(file.only({"template"}));
  const toml::node* found = parsed.table().get("template");
  if (found == nullptr) return out;
  if (found->as_table() == nullptr) return fail(place(*found) + "template is not a table");
  table_reader in(*found->as_table(), "template");
  TRY(in.only({"render_all_files", "render_files", "ignore_files", "render_conditional_files",
               "ignore_conditional_files", "prompts"}));
  out.render_all_files = TRY(in.flag("render_all_files"));
  out.render_files = TRY(in.texts("render_files"));
  out.ignore_files = TRY(in.texts("ignore_files"));
  out.render_conditional_files = TRY(read_conditions(in, "render_conditional_files"));
  out.ignore_conditional_files = TRY(read_conditions(in, "ignore_conditional_files"));
  for (const auto& [variable, table] : TRY(in.tables("prompts")))
    out.prompts.push_back(TRY(read_prompt(variable, *table)));
  if (out.prompts.size() > prompts_max)
    return fail("it has more than " + std::to_string(prompts_max) + " prompts");
  return out;
}

}  // namespace lambent::cli
