#include "cli/new/new_project.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <vector>

#include "base/files.hpp"
#include "base/json_string.hpp"
#include "base/json_text.hpp"
#include "cli/command_line/choice.hpp"
#include "cli/command_line/suggest.hpp"
#include "templates/templates.hpp"

namespace lambent::cli {
namespace {

namespace fs = std::filesystem;

struct rendered_file {
  std::string path;  // Inside the project.
  std::string content;
};

result<std::vector<rendered_file>> render(const new_options& options) {
  std::vector<rendered_file> out;
  std::set<std::string> known;
  for (const templates::file& file : templates::all_files()) {
    known.emplace(file.template_name);
    if (file.template_name == options.template_name)
      out.push_back({fill_in(file.path, options.name), fill_in(file.content, options.name)});
  }
  if (!out.empty()) return out;
  std::vector<std::string> names(known.begin(), known.end());
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  std::string similar = closest(options.template_name, names);
  return fail("there is no template '" + options.template_name + "'",
              similar.empty() ? "the templates are: " + list : "did you mean '" + similar + "'?");
}

result<> check_nothing_is_in_the_way(const fs::path& dir, const std::vector<rendered_file>& files) {
  for (const rendered_file& file : files) {
    std::error_code ec;
    fs::path path = dir / file.path;
    if (fs::symlink_status(path, ec).type() != fs::file_type::not_found)
      return fail(path.string() + " exists already, and nothing is overwritten",
                  "choose another name, or another folder with --dir");
  }
  return {};
}

std::string describe(const new_options& options, const fs::path& dir,
                     const std::vector<rendered_file>& files) {
  std::string out;
  if (options.output == output_format::text) {
    for (const rendered_file& file : files) out += (dir / file.path).string() + "\n";
    return out;
  }
  for (const rendered_file& file : files) out += (out.empty() ? "" : ",") + json_string(file.path);
  return "{\"name\":" + json_string(options.name) + ",\"directory\":" + json_string(dir.string()) +
         ",\"files\":[" + out + "]}\n";
}

}  // namespace

result<> check_project_name(std::string_view name) {
  constexpr std::size_t name_chars_max = 64;  // Lambda API reference, CreateFunction, FunctionName.
  constexpr auto cmake_targets =
      std::to_array<std::string_view>({"all", "clean", "edit_cache", "help", "install", "package",
                                       "package_source", "rebuild_cache", "test", "bootstrap"});
  constexpr std::string_view allowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string quoted = "'" + std::string(name) + "'";
  if (name.empty() || name.size() > name_chars_max || name.starts_with('-') ||
      name.find_first_not_of(allowed) != std::string_view::npos)
    return fail(quoted + " is not a function name",
                "use 1 to 64 letters, digits, '-' and '_', as AWS Lambda does");
  if (std::ranges::find(cmake_targets, name) != cmake_targets.end())
    return fail(quoted + " means something else to CMake",
                "add a word: 'my-" + std::string(name) + "'");
  return {};
}

std::string fill_in(std::string_view text, std::string_view name) {
  constexpr std::string_view placeholder = "{{name}}";
  std::string out;
  while (true) {
    std::size_t found = text.find(placeholder);
    out += text.substr(0, found);
    if (found == std::string_view::npos) return out;
    out += name;
    text.remove_prefix(found + placeholder.size());
  }
}

void describe_new(CLI::App& command, new_options& options) {
  command.add_option("NAME", options.name, "The function's name")->required();
  command.add_option("--template", options.template_name, "Which template: basic [basic]");
  command.add_option("--dir", options.dir, "The project's folder [./NAME]");
  add_output(command, options.output);
  command.footer("Example:\n  lambent new hello && cd hello && lambent build --release");
}

exit_code new_project(const new_options& options) {
  auto refuse = [&](error e, exit_code code) {
    return report(in_context("new " + options.name, std::move(e)), code);
  };
  if (auto good = check_project_name(options.name); !good)
    return refuse(std::move(good).error(), exit_code::usage);
  auto files = render(options);
  if (!files) return refuse(std::move(files).error(), exit_code::usage);

  fs::path dir = options.dir.empty() ? fs::path(options.name) : fs::path(options.dir);
  if (auto free = check_nothing_is_in_the_way(dir, *files); !free)
    return refuse(std::move(free).error(), exit_code::failed);
  for (const rendered_file& file : *files)
    if (auto made = create_file(dir / file.path, file.content); !made)
      return refuse(std::move(made).error(), exit_code::failed);

  exit_code code = finish_with(describe(options, dir, *files));
  if (code == exit_code::ok && options.output == output_format::text)
    note("next: cd " + dir.string() + " && lambent build --release && ctest --test-dir build");
  return code;
}

}  // namespace lambent::cli
