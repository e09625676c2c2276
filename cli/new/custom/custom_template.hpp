// A template of somebody else's: what lambent-template.toml says of it, the questions it asks, and
// its files with the placeholders filled in.
//
//   [template]
//   render_files = ["docs/*.md"]      # beside CMakeLists.txt, README.md, lambent.toml, src/ and
//   tests/ render_all_files = false ignore_files = ["NOTES"]          # not part of the project
//
//   [template.render_conditional_files."deploy.sh"]
//   var = "cloud"                     # a variable
//   match = "aws"                     # or not_match
//
//   [template.ignore_conditional_files."src/http.cpp"]
//   var = "http"
//   not_match = "true"
//
//   [template.prompts.license]
//   message = "Which license?"
//   choices = ["MIT", "Apache-2.0"]
//   default = "MIT"
//   help = "…"
//
// The files are those in template/, where there is one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "cli/new/asking/questions.hpp"
#include "cli/new/custom/template_files.hpp"
#include "templates/render.hpp"

namespace lambent::cli {

inline constexpr std::string_view template_config_name = "lambent-template.toml";

struct template_prompt {
  std::string variable;
  std::string message;
  std::string help;
  std::vector<std::string> choices;      // Empty: any text.
  std::optional<std::string> otherwise;  // The default; "true" or "false" makes a yes or no.
  bool yes_no = false;
};

// A file, folder or pattern, and when the rule holds for it.
struct conditional_file {
  std::string pattern;
  std::string variable;
  std::string value;
  bool equal = true;  // Else: where the variable has another value.
};

struct template_config {
  bool render_all_files = false;
  std::vector<std::string> render_files{};
  std::vector<std::string> ignore_files{};
  std::vector<conditional_file> render_conditional_files{};
  std::vector<conditional_file> ignore_conditional_files{};
  std::vector<template_prompt> prompts{};  // By variable.
};

// An unknown key is an error, so that a misspelt one does not go unnoticed.
[[nodiscard]] result<template_config> parse_template_config(std::string_view toml);

// The config and the files of the project, still with placeholders.
struct custom_template {
  template_config config;
  template_files files;
};
[[nodiscard]] result<custom_template> open_custom_template(template_files files);

// Whether a path is meant by a pattern: itself, a folder above it, or with * ? and [ ] as in a
// shell, where * does not match a '/'.
[[nodiscard]] bool matches(std::string_view pattern, const std::string& path);

// The values of the template's prompts into `values`, where they are not yet: asked, or the default
// where `ask` is null. A value that is no choice is an error.
[[nodiscard]] result<> answer_prompts(const template_config& config, questions* ask,
                                      templates::variables& values);

// What the command line says of files.
struct file_rules {
  std::vector<std::string> render{};  // Beside those of the config.
  std::vector<std::string> ignore{};
};

// Names of files are always rendered; one that becomes empty or leads out of the project is an
// error.
[[nodiscard]] result<template_files> render_custom_template(const custom_template& what,
                                                            const templates::variables& values,
                                                            const file_rules& rules);

}  // namespace lambent::cli
