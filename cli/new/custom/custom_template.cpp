#include "cli/new/custom/custom_template.hpp"

#include <fnmatch.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/joined.hpp"
#include "cli/command_line/suggest.hpp"

namespace lambent::cli {
namespace {

constexpr std::string_view body = "template/";

// What has placeholders in every template.
constexpr auto rendered_by_default = std::to_array<std::string_view>(
    {"CMakeLists.txt", "README.md", "lambent.toml", "src", "tests"});

bool any_matches(const std::vector<std::string>& patterns, const std::string& path) {
  return std::ranges::any_of(patterns, [&](const auto& one) { return matches(one, path); });
}

result<bool> any_holds(const std::vector<conditional_file>& rules, const std::string& path,
                       const templates::variables& values) {
  for (const conditional_file& rule : rules) {
    if (!matches(rule.pattern, path)) continue;
    auto value = values.find(rule.variable);
    if (value == values.end())
      return fail("the rule for '" + rule.pattern + "' asks for the variable '" + rule.variable +
                  "', which there is not");
    if ((value->second == rule.value) == rule.equal) return true;
  }
  return false;
}

bool is_text(std::string_view content) { return content.find('\0') == std::string_view::npos; }

result<std::string> check_choice(const template_prompt& prompt, const std::string& answer) {
  if (prompt.yes_no && answer != "true" && answer != "false")
    return fail("'" + prompt.variable + "' is true or false, not '" + answer + "'");
  if (prompt.choices.empty()) return answer;
  if (std::ranges::find(prompt.choices, answer) != prompt.choices.end()) return answer;
  std::string similar = closest(answer, prompt.choices);
  return fail("'" + answer + "' is no choice for '" + prompt.variable + "'",
              similar.empty() ? "the choices are: " + joined(prompt.choices)
                              : "did you mean '" + similar + "'?");
}

result<std::string> answer_to(const template_prompt& prompt, questions* ask) {
  if (ask == nullptr) {
    if (prompt.otherwise) return *prompt.otherwise;
    std::string choices = prompt.choices.empty() ? "VALUE" : "one of " + joined(prompt.choices);
    return fail("the template asks '" + prompt.message + "' and has no default for it",
                "give it by --render-var " + prompt.variable + "=" + choices);
  }
  if (prompt.yes_no) {
    bool yes = TRY(ask->ask_yes_no(prompt.message, prompt.help, prompt.otherwise == "true"));
    return std::string(yes ? "true" : "false");
  }
  return ask->ask(
      {.text = prompt.message,
       .help = prompt.help,
       .candidates = prompt.choices,
       .otherwise = prompt.otherwise.value_or(""),
       .check = [&](const std::string& answer) { return check_choice(prompt, answer); }});
}

}  // namespace

bool matches(std::string_view pattern, const std::string& path) {
  while (pattern.ends_with('/')) pattern.remove_suffix(1);
  if (pattern == path) return true;
  if (path.starts_with(pattern) && path[pattern.size()] == '/') return true;
  return ::fnmatch(std::string(pattern).c_str(), path.c_str(), FNM_PATHNAME) == 0;
}

result<custom_template> open_custom_template(template_files files) {
  custom_template out;
  auto config = std::ranges::find(files, template_config_name, &templates::project_file::path);
  if (config != files.end()) {
    out.config = TRY(parse_template_config(config->content));
    files.erase(config);
  }
  bool has_body =
      std::ranges::any_of(files, [](const auto& file) { return file.path.starts_with(body); });
  for (templates::project_file& file : files) {
    if (has_body && !file.path.starts_with(body)) continue;
    if (has_body) file.path.erase(0, body.size());
    out.files.push_back(std::move(file));
  }
  if (out.files.empty()) return fail("the template has no files");
  return out;
}

result<> answer_prompts(const template_config& config, questions* ask,
                        templates::variables& values) {
  for (const template_prompt& prompt : config.prompts) {
    auto given = values.find(prompt.variable);
    std::string answer = given != values.end() ? given->second : TRY(answer_to(prompt, ask));
    values[prompt.variable] = TRY(check_choice(prompt, answer));
  }
  return {};
}

result<template_files> render_custom_template(const custom_template& what,
                                              const templates::variables& values,
                                              const file_rules& rules) {
  template_files out;
  std::set<std::string> paths;
  const template_config& config = what.config;
  for (const templates::project_file& file : what.files) {
    const std::string& path = file.path;
    if (any_matches(config.ignore_files, path) || any_matches(rules.ignore, path)) continue;
    if (TRY(any_holds(config.ignore_conditional_files, path, values))) continue;
    bool by_default = std::ranges::any_of(rendered_by_default,
                                          [&](std::string_view one) { return matches(one, path); });
    bool asked_for = any_matches(config.render_files, path) || any_matches(rules.render, path) ||
                     TRY(any_holds(config.render_conditional_files, path, values));
    bool rendered = asked_for || by_default || config.render_all_files;

    templates::project_file made = file;
    made.path = TRY_FOR("the name '" + path + "'", templates::render(path, values));
    TRY(check_template_path(made.path));
    if (rendered && is_text(file.content))
      made.content = TRY_FOR(path, templates::render(file.content, values));
    if (!paths.insert(made.path).second)
      return fail("two files of the template become '" + made.path + "'");
    out.push_back(std::move(made));
  }
  if (out.empty()) return fail("no file of the template is left");
  std::ranges::sort(out, {}, &templates::project_file::path);
  return out;
}

}  // namespace lambent::cli
