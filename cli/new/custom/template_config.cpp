// lambent-template.toml.
#include <algorithm>
#include <initializer_list>

#include "base/joined.hpp"
#include "cli/command_line/suggest.hpp"
#include "cli/configuration/document.hpp"
#include "cli/new/custom/custom_template.hpp"

namespace lambent::cli {
namespace {

using configuration::document;
using configuration::fail_at;
using configuration::member;
using configuration::node;
using configuration::node_kind;

constexpr std::size_t prompts_max = 64;

std::string kind_of(const node& value) { return std::string(configuration::a_kind(value.kind)); }

// Reads the members of one table; what is of another type or nobody's is an error.
class table_reader {
public:
  // `name` is how messages call it.
  table_reader(const document& in, const node& from, std::string name)
      : in_(in), from_(from), name_(std::move(name)) {}

  result<> only(std::initializer_list<const char*> keys) const {
    std::vector<std::string> known(keys.begin(), keys.end());
    for (const member& one : from_.members) {
      if (std::ranges::find(known, one.name) != known.end()) continue;
      std::string similar = closest(one.name, known);
      return fail_at(
          in_, one.at, name_ + " has no '" + one.name + "'",
          similar.empty() ? "it may have: " + joined(known) : "did you mean '" + similar + "'?");
    }
    return {};
  }

  result<std::optional<std::string>> text(std::string_view key) const {
    const node* found = from_.find(key);
    if (found == nullptr) return std::optional<std::string>();
    TRY(want(*found, key, node_kind::string));
    return found->text;
  }

  result<bool> flag(std::string_view key) const {
    const node* found = from_.find(key);
    if (found == nullptr) return false;
    TRY(want(*found, key, node_kind::boolean));
    return found->text == "true";
  }

  result<std::vector<std::string>> texts(std::string_view key) const {
    std::vector<std::string> out;
    const node* found = from_.find(key);
    if (found == nullptr) return out;
    TRY(want(*found, key, node_kind::list));
    for (const node& one : found->items) {
      TRY(want(one, key, node_kind::string));
      out.push_back(one.text);
    }
    return out;
  }

  // The tables in the table `key`.
  result<std::vector<member>> tables(std::string_view key) const {
    const node* found = from_.find(key);
    if (found == nullptr) return std::vector<member>();
    TRY(want(*found, key, node_kind::table));
    for (const member& one : found->members)
      TRY(want(one.value, std::string(key) + "." + one.name, node_kind::table));
    return found->members;
  }

  result<> want(const node& value, std::string_view key, node_kind kind) const {
    if (value.kind == kind) return {};
    return fail_at(in_, value.at,
                   "'" + std::string(key) + "' has " + kind_of(value) + " where it takes " +
                       std::string(configuration::a_kind(kind)));
  }

private:
  const document& in_;
  const node& from_;
  std::string name_;
};

result<std::vector<conditional_file>> read_conditions(const document& file,
                                                      const table_reader& from,
                                                      std::string_view key) {
  std::vector<conditional_file> out;
  for (const member& one : TRY(from.tables(key))) {
    std::string name = "the rule for '" + one.name + "'";
    table_reader in(file, one.value, name);
    TRY(in.only({"var", "match", "not_match"}));
    auto variable = TRY(in.text("var"));
    auto match = TRY(in.text("match"));
    auto not_match = TRY(in.text("not_match"));
    if (!variable || match.has_value() == not_match.has_value())
      return fail_at(file, one.at, name + " needs var, and match or not_match");
    out.push_back({one.name, *variable, match ? *match : *not_match, match.has_value()});
  }
  return out;
}

result<template_prompt> read_prompt(const document& file, const member& from) {
  std::string name = "the prompt '" + from.name + "'";
  if (!templates::is_variable_name(from.name))
    return fail_at(file, from.at, "'" + from.name + "' cannot be a variable",
                   "use letters, digits, '_', '-' and '.', a letter in front");
  table_reader in(file, from.value, name);
  TRY(in.only({"message", "choices", "default", "help"}));
  template_prompt out{.variable = from.name};
  out.message = TRY(in.text("message")).value_or(from.name + "?");
  out.help = TRY(in.text("help")).value_or("");
  out.choices = TRY(in.texts("choices"));
  const node* otherwise = from.value.find("default");
  out.yes_no = otherwise != nullptr && otherwise->kind == node_kind::boolean;
  out.otherwise = out.yes_no ? otherwise->text : TRY(in.text("default"));
  if (out.yes_no && !out.choices.empty())
    return fail_at(file, from.at, name + " has choices, but its default is true or false");
  if (out.otherwise && !out.choices.empty() &&
      std::ranges::find(out.choices, *out.otherwise) == out.choices.end())
    return fail_at(file, from.at, "the default of " + name + " is none of its choices");
  return out;
}

}  // namespace

result<template_config> parse_template_config(std::string_view text) {
  document file = TRY(configuration::parse_document(text, std::string(template_config_name)));
  template_config out;
  table_reader top(file, file.root, "the file");
  TRY(top.only({"template"}));
  const node* found = file.root.find("template");
  if (found == nullptr) return out;
  TRY(top.want(*found, "template", node_kind::table));
  table_reader in(file, *found, "[template]");
  TRY(in.only({"render_all_files", "render_files", "ignore_files", "render_conditional_files",
               "ignore_conditional_files", "prompts"}));
  out.render_all_files = TRY(in.flag("render_all_files"));
  out.render_files = TRY(in.texts("render_files"));
  out.ignore_files = TRY(in.texts("ignore_files"));
  out.render_conditional_files = TRY(read_conditions(file, in, "render_conditional_files"));
  out.ignore_conditional_files = TRY(read_conditions(file, in, "ignore_conditional_files"));
  for (const member& prompt : TRY(in.tables("prompts")))
    out.prompts.push_back(TRY(read_prompt(file, prompt)));
  if (out.prompts.size() > prompts_max)
    return fail("it has more than " + std::to_string(prompts_max) + " prompts");
  return out;
}

}  // namespace lambent::cli
