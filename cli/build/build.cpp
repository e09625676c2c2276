#include "cli/build/build.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <vector>

#include "base/files.hpp"
#include "cli/build/artefacts.hpp"
#include "cli/build/functions_json.hpp"
#include "cli/build/project.hpp"
#include "cli/command_line/choice.hpp"
#include "cli/command_line/suggest.hpp"

namespace lambent::cli {
namespace {

namespace fs = std::filesystem;

// An error and the code it ends the program with.
struct build_error {
  error what;
  exit_code code = exit_code::build_failed;
};

template <class T>
using build_result = std::expected<T, build_error>;

std::unexpected<build_error> stop(error&& e, exit_code code) {
  return std::unexpected(build_error{std::move(e), code});
}

build_result<fs::path> run_build(const build_options& options) {
  auto project = find_project(".");
  if (!project) return stop(std::move(project).error(), exit_code::configuration);
  auto package = find_package_dir();
  if (!package) return stop(std::move(package).error(), exit_code::configuration);

  cmake_options cmake{.project = *project,
                      .package_dir = *package,
                      // Without --release: fast enough to measure, and a debugger finds its way.
                      .build_type = options.release ? "Release" : "RelWithDebInfo"};
  progress status;
  status.step("configuring " + project->string() + " …");
  auto configured = configure(cmake);
  status.clear();
  if (!configured) return stop(std::move(configured).error(), exit_code::configuration);
  if (!configured->ok())
    return stop(
        {"cmake could not configure " + project->string() + ": " + describe_exit(*configured),
         0,
         {}},
        exit_code::build_failed);
  auto compiled = compile(cmake);
  if (!compiled) return stop(std::move(compiled).error(), exit_code::configuration);
  if (!compiled->ok())
    return stop(
        {"the build of " + project->string() + " failed: " + describe_exit(*compiled), 0, {}},
        exit_code::build_failed);
  return *project;
}

result<std::vector<built_function>> wanted_functions(const build_options& options,
                                                     const fs::path& built) {
  constexpr std::uint64_t functions_json_bytes_max = 16UL * 1024 * 1024;
  fs::path path = built / "functions.json";
  auto text = read_file(path, functions_json_bytes_max);
  if (!text && text.error().code == ENOENT)
    return fail("the project makes no function: there is no " + path.string(),
                "say lambent_function(NAME SOURCES …) in CMakeLists.txt");
  if (!text) return std::unexpected(std::move(text).error());
  auto all = TRY_FOR("read " + path.string(), parse_functions_json(*text));
  if (options.name.empty()) return all;
  std::vector<std::string> names;
  for (const built_function& function : all) {
    if (function.name == options.name) return std::vector{function};
    names.push_back(function.name);
  }
  std::string similar = closest(options.name, names);
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return fail("there is no function '" + options.name + "' in this project",
              similar.empty() ? "there are: " + list : "did you mean '" + similar + "'?");
}

}  // namespace

void describe_build(CLI::App& command, build_options& options) {
  command.add_option("NAME", options.name, "One function [all of them]");
  command.add_flag("-r,--release", options.release,
                   "Optimise and strip; else with debug information");
  command
      .add_option("-l,--lambda-dir", options.lambda_dir, "Where the artefacts go [build/lambda]")
      ->type_name("DIR");
  add_choice<artefact_format>(command, "-o,--output-format", options.format,
                              "Whether to zip the binary",
                              {{"binary", artefact_format::binary}, {"zip", artefact_format::zip}});
  add_output(command, options.output);
  command.footer("Example:\n  lambent build hello --release      # build/lambda/hello.zip");
}

exit_code build(const build_options& options) {
  std::string doing = options.name.empty() ? "build" : "build " + options.name;
  auto refuse = [&doing](error e, exit_code code) {
    return report(in_context(doing, std::move(e)), code);
  };
  auto project = run_build(options);
  if (!project) return refuse(std::move(project.error().what), project.error().code);

  artefact_options into{.built = *project / "build" / "lambda",
                        .out = *project / "build" / "lambda",
                        .zip = options.format == artefact_format::zip};
  if (!options.lambda_dir.empty()) {
    std::error_code ec;
    into.out = fs::weakly_canonical(options.lambda_dir, ec);
    if (ec) into.out = options.lambda_dir;
  }
  auto functions = wanted_functions(options, into.built);
  if (!functions) return refuse(std::move(functions).error(), exit_code::build_failed);

  std::vector<artefact> artefacts;
  for (const built_function& function : *functions) {
    auto made = make_artefact(function, into);
    if (!made)
      return refuse(in_context("package " + function.name, std::move(made).error()),
                    exit_code::build_failed);
    for (const std::string& warning : made->warnings)
      warn(made->name + ": " + warning,
           warning.starts_with("it is linked")
               ? "lambent_function() links statically; link with -static"
               : "");
    artefacts.push_back(*std::move(made));
  }
  return finish_with(options.output == output_format::json ? as_json(artefacts)
                                                           : as_table(artefacts));
}

}  // namespace lambent::cli
