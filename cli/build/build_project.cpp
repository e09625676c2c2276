#include "cli/build/build_project.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/files.hpp"
#include "base/joined.hpp"
#include "cli/build/cmake/cmake_tree.hpp"
#include "cli/build/cmake/tree_lock.hpp"
#include "cli/build/container.hpp"
#include "cli/build/own_command.hpp"
#include "cli/build/project.hpp"
#include "cli/build/sysroot_folder.hpp"
#include "cli/command_line/suggest.hpp"
#include "cli/terminal/terminal.hpp"

namespace lambent::cli {
namespace {

namespace fs = std::filesystem;

std::string definition_of(const name_value& variable) {
  return "-D" + variable.first + "=" + variable.second;
}

error no_programs(const build_settings& settings, const fs::path& lambda,
                  const std::vector<built_program>& all) {
  const bool extension = settings.kind == program_kind::extension;
  if (!settings.command.empty())
    return {
        "the command left no " + std::string(word_for(settings.kind)) + " in " + lambda.string(), 0,
        std::string("it has to make $LAMBENT_OUTPUT/") +
            (extension ? "extensions/NAME" : "NAME/bootstrap")};
  if (extension)
    return {"the project makes no extension", 0,
            "say lambent_extension(NAME SOURCES …) in CMakeLists.txt"};
  if (!all.empty())
    return {"the project makes extensions and no function", 0, "`lambent build --extension`"};
  return {"the project makes no function: there is no " + (lambda / "functions.json").string(), 0,
          "say lambent_function(NAME SOURCES …) in CMakeLists.txt"};
}

// The programs that were asked for, of those that the configured tree says it makes.
build_result<std::vector<built_program>> wanted_programs(const build_settings& settings,
                                                         const fs::path& lambda) {
  auto all = read_functions_json(lambda);
  if (!all && all.error().code == ENOENT && !settings.command.empty())
    all = programs_in(lambda, settings.target.architecture);
  if (!all && all.error().code != ENOENT) return stop(std::move(all).error());
  std::vector<built_program> of_kind;
  std::vector<std::string> names;
  if (all) {
    for (const built_program& program : *all) {
      if (program.kind != settings.kind) continue;
      of_kind.push_back(program);
      names.push_back(program.name);
    }
  }
  for (const std::string& name : settings.names)
    if (std::ranges::find(names, name) == names.end())
      return stop(no_such_program(name, settings.kind, names));
  if (of_kind.empty())
    return stop(no_programs(settings, lambda, all.value_or(std::vector<built_program>())));
  if (settings.accept)
    if (auto right = settings.accept(*all); !right)
      return std::unexpected(std::move(right).error());
  if (!settings.names.empty())
    std::erase_if(of_kind, [&](const built_program& program) {
      return std::ranges::find(settings.names, program.name) == settings.names.end();
    });
  return of_kind;
}

// "CMAKE_CXX_COMPILER:FILEPATH" names the same variable as without a type.
bool is_one_of(const std::vector<name_value>& variables,
               std::initializer_list<std::string_view> names) {
  return std::ranges::any_of(variables, [&](const name_value& variable) {
    const std::string name = variable.first.substr(0, variable.first.find(':'));
    return std::ranges::find(names, name) != names.end();
  });
}

bool names_compiler(const build_settings& settings) {
  return is_one_of(settings.environment, {"CXX", "CMAKE_TOOLCHAIN_FILE"}) ||
         is_one_of(settings.cache_variables, {"CMAKE_CXX_COMPILER", "CMAKE_TOOLCHAIN_FILE"});
}

cmake_tree cmake_tree_for(const build_settings& settings, const toolchain& chosen,
                          const fs::path& package_dir) {
  cmake_tree tree{.project = settings.project,
                  .folder = tree_of(settings, chosen),
                  .arguments = {"-DCMAKE_BUILD_TYPE=" + settings.build_type,
                                "-Dlambent_DIR=" + package_dir.string()},
                  .environment = settings.environment,
                  .jobs = settings.jobs,
                  .output = settings.compiler_output,
                  .stop = settings.stop,
                  .time_max = settings.time_max};
  tree.arguments.insert(tree.arguments.end(), chosen.cmake_arguments.begin(),
                        chosen.cmake_arguments.end());
  // What `deps add` brought is looked for when CMake configures.
  if (std::string packages = packages_digest(chosen.builds_for.architecture); !packages.empty())
    tree.arguments.push_back("-DLAMBENT_PACKAGES=" + packages);
  if (settings.sanitize != sanitizer::none)
    tree.arguments.push_back("-DLAMBENT_SANITIZE=" + std::string(word_for(settings.sanitize)));
  for (const name_value& variable : settings.cache_variables)
    tree.arguments.push_back(definition_of(variable));
  return tree;
}

// A project that a lambent.toml marks may have another builder than CMake.
result<> check_cmake_project(const fs::path& project) {
  std::error_code ec;
  const fs::path file = project / "CMakeLists.txt";
  if (fs::exists(file, ec)) return {};
  return fail(
      "there is no " + file.string(),
      "what another tool builds, `lambent build` has built by command = \"make\" in [build] "
      "of lambent.toml");
}

// One step of CMake: what it said is kept, and its failure told in `failed` words.
build_result<> keep(result<process_result> ended, const std::string& failed, std::string& output) {
  if (!ended) return stop(std::move(ended).error(), exit_code::configuration);
  output += ended->out + ended->err;
  if (ended->ok()) return {};
  return std::unexpected(build_error{.what = {failed + ": " + describe_exit(*ended), 0, {}},
                                     .code = exit_code::build_failed,
                                     .compiler_output = output});
}

build_result<> configure_tree(const cmake_tree& tree, std::string& output) {
  progress status;
  status.step("configuring " + tree.project.string() + " …");
  return keep(configure(tree), "cmake could not configure " + tree.project.string(), output);
}

// Until it is let go, no other `lambent build` changes the folder.
build_result<fd> lock_for_build(const fs::path& folder, const std::function<bool()>& stopped) {
  progress status;
  auto lock = lock_tree(folder, [&] {
    status.step("another command builds in " + folder.string() + "; waiting for it …");
    return !stopped || !stopped();
  });
  if (!lock) return stop(std::move(lock).error(), exit_code::configuration);
  return *std::move(lock);
}

// A CMake tree that was made by hand in build/ keeps its own tests.
void let_ctest_find(const fs::path& project, const fs::path& tree) {
  std::error_code ec;
  fs::path build = project / "build";
  if (fs::exists(build / "CMakeCache.txt", ec) || !fs::exists(tree / "CTestTestfile.cmake", ec))
    return;
  // `ctest --test-dir build` is what a person types; without this file it works in the tree alone.
  (void)replace_file(build / "CTestTestfile.cmake",
                     "# Written by `lambent build`: the tests of what it built last.\nsubdirs(\"" +
                         tree.lexically_relative(build).generic_string() + "\")\n",
                     0644);
}

// build/latest is the tree that was built last, whatever it is for: an editor's settings name it.
void let_editors_find(const fs::path& project, const fs::path& tree) {
  std::error_code ec;
  fs::path link = project / "build" / "latest";
  fs::path wanted = tree.lexically_relative(link.parent_path());
  if (fs::read_symlink(link, ec) == wanted) return;
  if (fs::is_symlink(link, ec)) fs::remove(link, ec);
  fs::create_directory_symlink(wanted, link, ec);  // What is no link of ours stays.
}

build_result<built_project> build_by_cmake(const build_settings& settings, const toolchain& chosen,
                                           const fs::path& package_dir) {
  if (auto known = check_cmake_project(settings.project); !known)
    return stop(std::move(known).error(), exit_code::configuration);
  cmake_tree tree = cmake_tree_for(settings, chosen, package_dir);
  built_project out{.tree = tree.folder,
                    .lambda = tree.folder / "lambda",
                    .target = chosen.builds_for,
                    .programs = {},
                    .compiler_output = {}};
  auto lock = lock_for_build(tree.folder, settings.stop);
  if (!lock) return std::unexpected(std::move(lock).error());
  bool configured = needs_configuring(tree);
  if (configured)
    if (auto done = configure_tree(tree, out.compiler_output); !done)
      return std::unexpected(std::move(done).error());
  auto programs = wanted_programs(settings, out.lambda);
  if (!programs && !configured) {
    // CMakeLists.txt may have changed since.
    if (auto done = configure_tree(tree, out.compiler_output); !done)
      return std::unexpected(std::move(done).error());
    programs = wanted_programs(settings, out.lambda);
  }
  if (!programs) return std::unexpected(std::move(programs).error());

  std::vector<std::string> targets;
  if (!settings.names.empty())
    for (const built_program& program : *programs) targets.push_back(program.target);
  if (auto done =
          keep(compile(tree, targets), "the build of " + settings.project.string() + " failed",
               out.compiler_output);
      !done)
    return std::unexpected(std::move(done).error());
  // The build may have configured again.
  programs = wanted_programs(settings, out.lambda);
  if (!programs) return std::unexpected(std::move(programs).error());
  out.programs = *std::move(programs);
  let_ctest_find(settings.project, tree.folder);
  let_editors_find(settings.project, tree.folder);
  return out;
}

// What another builder than CMake has left in `out.lambda`.
build_result<built_project> with_programs(built_project out, const build_settings& settings,
                                          result<process_result> ran, const std::string& failed) {
  if (auto done = keep(std::move(ran), failed, out.compiler_output); !done)
    return std::unexpected(std::move(done).error());
  auto programs = wanted_programs(settings, out.lambda);
  if (!programs) return std::unexpected(std::move(programs).error());
  out.programs = *std::move(programs);
  return out;
}

build_result<built_project> build_in_container(const build_settings& settings,
                                               const toolchain& chosen,
                                               const fs::path& package_dir) {
  built_project out{.tree = tree_of(settings, chosen),
                    .lambda = tree_of(settings, chosen) / "lambda",
                    .target = chosen.builds_for,
                    .programs = {},
                    .compiler_output = {},
                    .by_cmake = false};
  std::vector<std::string> cmake_arguments;
  for (const name_value& variable : settings.cache_variables)
    cmake_arguments.push_back(definition_of(variable));
  auto ran = run_container_build({.project = settings.project,
                                  .into = out.lambda,
                                  .architecture = settings.target.architecture,
                                  .build_type = settings.build_type,
                                  .cmake_arguments = std::move(cmake_arguments),
                                  .package_dir = package_dir,
                                  .output = settings.compiler_output});
  return with_programs(std::move(out), settings, std::move(ran),
                       "the container build of " + settings.project.string() + " failed");
}

build_result<built_project> build_by_command(const build_settings& settings) {
  const fs::path tree = tree_of(settings, {.builds_for = settings.target});
  built_project out{.tree = tree,
                    .lambda = tree / "lambda",
                    .target = settings.target,
                    .programs = {},
                    .compiler_output = {},
                    .by_cmake = false};
  auto lock = lock_for_build(tree, settings.stop);
  if (!lock) return std::unexpected(std::move(lock).error());
  auto ran = run_build_command({.command = settings.command,
                                .project = settings.project,
                                .into = out.lambda,
                                .architecture = settings.target.architecture,
                                .build_type = settings.build_type,
                                .environment = settings.environment,
                                .output = settings.compiler_output});
  return with_programs(std::move(out), settings, std::move(ran),
                       "the build command of " + settings.project.string() + " failed");
}

}  // namespace

error no_such_program(const std::string& name, program_kind kind,
                      const std::vector<std::string>& names) {
  std::string similar = closest(name, names);
  std::string word(word_for(kind));
  std::string hint = "did you mean '" + similar + "'?";
  if (similar.empty())
    hint = names.empty() ? "this project has no " + word + "s" : "there are: " + joined(names);
  return {"there is no " + word + " '" + name + "' in this project", 0, hint};
}

std::unexpected<build_error> stop(error e, exit_code code) {
  return std::unexpected(build_error{.what = std::move(e), .code = code});
}

fs::path tree_of(const build_settings& settings, const toolchain& chosen) {
  std::string name = chosen.builds_for.architecture + "-" + lower_case(settings.build_type);
  if (chosen.kind == toolchain_kind::zig) name += "-zig-" + chosen.builds_for.libc;
  if (chosen.kind == toolchain_kind::container) name += "-container";
  if (!settings.command.empty()) name += "-command";
  if (settings.sanitize != sanitizer::none) name += "-" + std::string(word_for(settings.sanitize));
  return settings.project / "build" / name;
}

std::vector<std::string> configured_names(const fs::path& project) {
  std::vector<std::string> out;
  std::error_code ec;
  for (fs::directory_iterator at(project / "build", ec), end; !ec && at != end; at.increment(ec))
    // One that another program left half written says nothing.
    if (auto all = read_functions_json(at->path() / "lambda"))
      for (built_program& program : *all)
        if (std::ranges::find(out, program.name) == out.end())
          out.push_back(std::move(program.name));
  return out;
}

result<cmake_tree> cmake_tree_of(const build_settings& settings) {
  TRY(check_cmake_project(settings.project));
  fs::path package = TRY(find_package_dir());
  toolchain chosen =
      TRY(choose_toolchain(settings.toolchain, settings.target, package, names_compiler(settings)));
  return cmake_tree_for(settings, chosen, package);
}

build_result<built_project> build_project(const build_settings& settings) {
  if (!settings.command.empty()) return build_by_command(settings);
  auto package = find_package_dir();
  if (!package) return stop(std::move(package).error(), exit_code::configuration);
  auto chosen =
      choose_toolchain(settings.toolchain, settings.target, *package, names_compiler(settings));
  if (!chosen) return stop(std::move(chosen).error(), exit_code::configuration);
  if (chosen->kind != toolchain_kind::container) return build_by_cmake(settings, *chosen, *package);
  return build_in_container(settings, *chosen, *package);
}

}  // namespace lambent::cli
