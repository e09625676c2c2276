#include "cli/new/new_project.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "base/json_string.hpp"
#include "base/process.hpp"
#include "cli/command_line/suggest.hpp"
#include "cli/new/catalogue.hpp"
#include "cli/new/choose.hpp"
#include "cli/new/custom/custom_template.hpp"
#include "cli/new/custom/template_source.hpp"
#include "cli/new/names.hpp"
#include "cli/new/write_project.hpp"

namespace lambent::cli {
namespace {

namespace fs = std::filesystem;
using templates::project_request;

// An error and the code it ends the program with.
struct new_error {
  error what;
  exit_code code = exit_code::failed;
};
template <class T = void>
using new_result = std::expected<T, new_error>;

template <class T>
new_result<T> or_stop(result<T>&& got, exit_code code) {
  if (got) {
    if constexpr (std::is_void_v<T>)
      return {};
    else
      return *std::move(got);
  }
  if (got.error().code == ECANCELED) code = exit_code::interrupted;
  return std::unexpected(new_error{std::move(got).error(), code});
}

struct project {
  std::string name;
  std::string function_name;
  fs::path folder;
  bool makes_function = true;
  template_files files;
};

// Everything about one run of the command, in the order in which it happens.
class maker {
public:
  maker(const project_options& options, bool in_place) : options_(options), in_place_(in_place) {}

  new_result<project> make() {
    TRY(or_stop(check_flags(), exit_code::usage));
    TRY(or_stop(name_it(), exit_code::usage));
    TRY(or_stop(check_folder(), exit_code::failed));
    if (custom())
      TRY(make_custom());
    else
      TRY(make_own());
    TRY(or_stop(put_down(), exit_code::failed));
    return std::move(made_);
  }

private:
  [[nodiscard]] bool custom() const { return !options_.template_source.empty() && !own_entry_; }

  result<> check_flags() {
    TRY(check_kind(options_.kind));
    catalogue_ = TRY(read_catalogue());
    for (const catalogue_entry& entry : catalogue_)
      if (entry.name == options_.template_source) own_entry_ = &entry;
    if (own_entry_ != nullptr && says_what(options_.kind))
      return fail("--template " + own_entry_->name + " says already what to make",
                  "leave out the other one");
    if (!custom() && !options_.render_vars.empty())
      return fail("--render-var is for a template of your own", "say where it is by --template");
    if (!custom() && !options_.render_files.empty())
      return fail("--render-file is for a template of your own", "say where it is by --template");
    if (options_.open && (std::getenv("EDITOR") == nullptr || *std::getenv("EDITOR") == '\0'))
      return fail("--open needs the variable EDITOR, which is not set", "export EDITOR=vi");
    return {};
  }

  result<> name_it() {
    std::error_code ec;
    made_.folder = options_.dir.empty() ? fs::path(options_.name) : fs::path(options_.dir);
    made_.name = options_.name;
    if (made_.name.empty() && in_place_) {
      fs::path whole = fs::weakly_canonical(made_.folder.empty() ? "." : made_.folder, ec);
      made_.name = whole.filename().string();
      auto good = check_name(made_.name);
      if (!good) good.error().hint = "give the project another name by --name";
      TRY(std::move(good));
    }
    TRY(check_name(made_.name));
    made_.function_name = options_.function_name.empty() ? made_.name : options_.function_name;
    TRY(check_name(made_.function_name));
    return {};
  }

  result<> check_folder() {
    std::error_code ec;
    if (in_place_ && fs::exists(made_.folder / "CMakeLists.txt", ec))
      return fail((made_.folder / "CMakeLists.txt").lexically_normal().string() +
                      " exists already: this is a project",
                  "add to it: find_package(lambent REQUIRED) and lambent_function(" +
                      made_.function_name + " SOURCES …)");
    return {};
  }

  // The kind from the flags, from the person, or the basic one.
  new_result<project_request> choose() {
    project_request out;
    if (own_entry_ != nullptr) {
      out = own_entry_->request;
    } else if (says_what(options_.kind) || options_.no_interactive || custom()) {
      out = TRY(or_stop(request_for(options_.kind, catalogue_), exit_code::usage));
    } else if (ask_.possible()) {
      out = TRY(or_stop(ask_for_request(ask_, catalogue_), exit_code::usage));
    } else {
      return or_stop<project_request>(
          fail("nothing says what to make, and there is no terminal to ask at",
               "say --event-type TYPE, --http, --streaming, --extension or --template, or -y for "
               "the basic project"),
          exit_code::usage);
    }
    out.project_name = made_.name;
    out.function_name = made_.function_name;
    return out;
  }

  new_result<> make_own() {
    project_request wanted = TRY(choose());
    made_.makes_function = wanted.kind != templates::project_kind::external_extension;
    made_.files = TRY(or_stop(templates::make_project(wanted), exit_code::failed));
    std::erase_if(made_.files, [&](const templates::project_file& file) {
      return std::ranges::any_of(options_.ignore_files, [&](const std::string& pattern) {
        return matches(pattern, file.path);
      });
    });
    return {};
  }

  new_result<> make_custom() {
    std::error_code ec;
    if (!looks_like_a_place(options_.template_source) && !fs::exists(options_.template_source, ec))
      return or_stop(unknown_template(), exit_code::usage);
    auto source = TRY(or_stop(parse_template_source(options_.template_source), exit_code::usage));
    progress status;
    if (source.kind == source_kind::git || source.kind == source_kind::zip_url)
      status.step("fetching " + source.where + " …");
    auto files = fetch_template(source);
    status.clear();
    auto opened = TRY(or_stop(std::move(files), exit_code::failed));
    auto what = open_custom_template(std::move(opened));
    if (!what) return stop_at(source, std::move(what).error());

    project_request wanted = TRY(choose());
    auto values = TRY(or_stop(custom_variables(wanted), exit_code::usage));
    bool ask = !options_.no_interactive && ask_.possible();
    TRY(or_stop(answer_prompts(what->config, ask ? &ask_ : nullptr, values), exit_code::usage));
    // What neither a flag nor a prompt says is empty.
    values.merge(variables_for(options_.kind, wanted));
    auto rendered =
        render_custom_template(*what, values, {options_.render_files, options_.ignore_files});
    if (!rendered) return stop_at(source, std::move(rendered).error());
    made_.files = *std::move(rendered);
    return {};
  }

  static std::unexpected<new_error> stop_at(const template_source& source, error&& e) {
    return std::unexpected(new_error{in_context("template " + source.where, std::move(e))});
  }

  result<> unknown_template() const {
    std::vector<std::string> names;
    for (const catalogue_entry& entry : catalogue_) names.push_back(entry.name);
    std::string similar = closest(options_.template_source, names);
    return fail("there is no template '" + options_.template_source + "'",
                similar.empty() ? "`lambent new --list-templates` lists them"
                                : "did you mean '" + similar + "'?");
  }

  // What is known before the template asks; a flag that was not given answers none of its prompts.
  result<templates::variables> custom_variables(const project_request& wanted) const {
    templates::variables out = templates::common_variables(made_.name, made_.function_name);
    templates::variables of_flags = variables_for(options_.kind, wanted);
    std::erase_if(of_flags, [](const auto& variable) { return variable.second.empty(); });
    out.merge(of_flags);
    for (const std::string& given : options_.render_vars) {
      std::size_t equals = given.find('=');
      std::string name = given.substr(0, equals);
      if (equals == std::string::npos || !templates::is_variable_name(name))
        return fail("--render-var " + given + " is not of the form NAME=VALUE");
      out[name] = given.substr(equals + 1);
    }
    return out;
  }

  result<> put_down() {
    std::vector<std::string> conflicts = files_in_the_way(made_.folder, made_.files);
    if (!conflicts.empty()) return refuse_conflicts(conflicts);
    return write_project(made_.folder, made_.files);
  }

  result<> refuse_conflicts(const std::vector<std::string>& conflicts) const {
    constexpr std::size_t named_max = 8;
    constexpr std::size_t flags_max = 4;
    std::string list;
    std::string ignore;
    for (std::size_t i = 0; i < std::min(conflicts.size(), named_max); ++i) {
      list += (i == 0 ? "" : ", ") + (made_.folder / conflicts[i]).lexically_normal().string();
      ignore += " --ignore-file " + conflicts[i];
    }
    if (conflicts.size() > named_max)
      list += " and " + std::to_string(conflicts.size() - named_max) + " more";
    if (conflicts.size() > flags_max) ignore = " --ignore-file PATTERN";
    return fail(list + (conflicts.size() == 1 ? " exists" : " exist") +
                    " already, and nothing is overwritten",
                in_place_ ? "leave out what you have:" + ignore
                          : "choose another name, or another folder with --dir");
  }

  const project_options& options_;
  bool in_place_;
  questions ask_{STDIN_FILENO, STDERR_FILENO};
  std::vector<catalogue_entry> catalogue_;
  const catalogue_entry* own_entry_ = nullptr;
  project made_;
};

std::string describe(const project& made, output_format output) {
  std::string out;
  if (output == output_format::text) {
    for (const templates::project_file& file : made.files)
      out += (made.folder / file.path).lexically_normal().string() + "\n";
    return out;
  }
  for (const templates::project_file& file : made.files)
    out += (out.empty() ? "" : ",") + json_string(file.path);
  return "{\"name\":" + json_string(made.name) +
         ",\"function\":" + json_string(made.function_name) +
         ",\"directory\":" + json_string(made.folder.lexically_normal().string()) + ",\"files\":[" +
         out + "]}\n";
}

std::string next_steps(const project& made) {
  fs::path folder = made.folder.lexically_normal();
  std::string out = "next: ";
  if (folder != "." && !folder.empty()) out += "cd " + folder.string() + " && ";
  return out + "lambent build " + (made.makes_function ? "" : "--extension ") +
         "--release && ctest --test-dir build";
}

// $EDITOR may have arguments: "code --wait".
exit_code open_in_editor(const std::string& doing, const project& made) {
  std::istringstream words(std::getenv("EDITOR"));
  std::vector<std::string> argv;
  for (std::string word; words >> word;) argv.push_back(word);
  argv.push_back(made.folder.lexically_normal().string());
  auto ended = run_process({.argv = argv, .inherit_stdin = true});
  if (!ended)
    return report(in_context(doing + ": open " + argv.back(), std::move(ended).error()),
                  exit_code::failed);
  if (!ended->ok())
    return report({doing + ": " + argv.front() + ": " + describe_exit(*ended), 0, {}},
                  exit_code::failed);
  return exit_code::ok;
}

exit_code list_templates(output_format output) {
  auto entries = read_catalogue();
  if (!entries)
    return report(in_context("list the templates", std::move(entries).error()), exit_code::failed);
  return finish_with(output == output_format::json ? as_json(*entries) : as_table(*entries));
}

exit_code run(const std::string& command, const project_options& options, bool in_place) {
  if (options.list_templates) return list_templates(options.output);
  if (options.name.empty() && !in_place)
    return report({"NAME is required", 0, "`lambent new --help` shows how it is used"},
                  exit_code::usage);
  std::string doing = command + (options.name.empty() ? "" : " " + options.name);
  auto made = maker(options, in_place).make();
  if (!made) return report(in_context(doing, std::move(made.error().what)), made.error().code);
  exit_code code = finish_with(describe(*made, options.output));
  if (code != exit_code::ok) return code;
  if (options.output == output_format::text) note(next_steps(*made));
  return options.open ? open_in_editor(doing, *made) : exit_code::ok;
}

}  // namespace

exit_code new_project(const new_options& options) { return run("new", options, false); }

exit_code init_project(const init_options& options) { return run("init", options, true); }

}  // namespace lambent::cli
