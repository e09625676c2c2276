#include "cli/build/build.hpp"

#include <algorithm>
#include <filesystem>

#include "cli/build/audit/cpu_flags.hpp"
#include "cli/build/cmake/codemodel.hpp"
#include "cli/build/package/includes.hpp"
#include "cli/build/project.hpp"

namespace lambent::cli {
namespace {

namespace fs = std::filesystem;

// Whether what is built is meant for Lambda at all.
bool only_for_this_machine(const build_options& options) {
  return options.sanitize == sanitizer::address || options.sanitize == sanitizer::thread;
}

// Where the artefacts of all go.
fs::path folder_of(const build_options& options, const fs::path& project) {
  if (options.lambda_dir.empty()) return project / "build" / "lambda";
  std::error_code ec;
  fs::path out = fs::weakly_canonical(options.lambda_dir, ec);
  return ec ? fs::path(options.lambda_dir) : out;
}

build_result<packaging> packaging_for(const build_options& options, const fs::path& out) {
  packaging how{.out = out,
                .internal = options.internal,
                .flatten = options.flatten,
                .layer_libraries = options.layer_libraries};
  bool local = only_for_this_machine(options);
  artefact_format format =
      options.format.value_or(local ? artefact_format::binary : artefact_format::zip);
  how.zip = format == artefact_format::zip;
  how.oci = format == artefact_format::image;
  auto image = find_image(options.runtime);
  if (!image) return stop(std::move(image).error(), exit_code::usage);
  if (!local && !options.own_base) how.image = *image;
  if (how.oci) {
    how.image_includes = options.includes;
    return how;
  }
  auto includes = read_includes(options.includes, ".");
  if (!includes) return stop(std::move(includes).error(), exit_code::failed);
  how.includes = *std::move(includes);
  return how;
}

// -march=native and the like leave no trace in a program; they are found where they are given.
result<std::vector<finding>> judge_flags(const built_project& built, const built_program& program) {
  std::vector<finding> out;
  for (const target_flags& each : TRY(flags_behind(built.tree, program.target)))
    for (const std::string& flag : each.flags)
      if (auto reason = why_not_on_lambda(flag, program.architecture))
        out.push_back(
            {.file = "target " + each.target,
             .what = "it is compiled with " + flag + ": " + *reason,
             .hint = "use " + std::string(most_capable_flag(program.architecture)) + " at most"});
  return out;
}

build_result<built_package> prepare_one(const built_project& built, const built_program& program,
                                        const build_options& options, const fs::path& out) {
  auto how = packaging_for(options, out);
  if (!how) return std::unexpected(std::move(how).error());
  how->built = built.lambda;
  auto package = prepare_package(program, *how);
  if (!package) return stop(std::move(package).error());
  if (how->image != nullptr && built.by_cmake) {
    auto flags = judge_flags(built, program);
    if (!flags) return stop(std::move(flags).error());
    package->mistakes.insert(package->mistakes.end(), flags->begin(), flags->end());
  }
  how->includes.clear();  // They are in the package.
  return built_package{.package = *std::move(package), .how = *std::move(how)};
}

using options_for = std::function<result<build_options>(const std::string& name)>;

// What is wrong with the tables of functions, with the options of one, or with what is to lie in
// its zip is said before the compiler's long work.
build_result<> check_functions(const packing_rules& rules, const options_for& own,
                               const build_settings& settings,
                               const std::vector<built_program>& all, const fs::path& out) {
  std::vector<std::string> names;
  for (const built_program& program : all) names.push_back(program.name);
  if (rules.check)
    if (auto known = rules.check(names); !known)
      return stop(std::move(known).error(), exit_code::configuration);
  for (const built_program& program : all) {
    const bool wanted = settings.names.empty() ||
                        std::ranges::find(settings.names, program.name) != settings.names.end();
    if (program.kind != settings.kind || !wanted) continue;
    auto options = own(program.name);
    if (!options) return stop(std::move(options).error(), exit_code::configuration);
    if (auto right = settings_of(*options); !right)
      return stop(in_context(program.name, std::move(right).error()), exit_code::usage);
    if (auto how = packaging_for(*options, out); !how)
      return std::unexpected(std::move(how).error());
  }
  return {};
}

// Each is said where it is found: there may be many.
build_result<> check_mistakes(const std::vector<built_package>& packages) {
  std::size_t count = 0;
  for (const auto& [package, how] : packages) {
    for (const finding& mistake : package.mistakes) {
      (void)report(
          {package.program.name + ": " + mistake.file + ": " + mistake.what, 0, mistake.hint},
          exit_code::build_failed);
      ++count;
    }
  }
  if (count == 0) return {};
  return stop({"the audit found " + std::to_string(count) +
                   (count == 1 ? " mistake" : " mistakes") + "; nothing was packaged",
               0,
               {}});
}

}  // namespace

build_result<built_packages> build_packages(const build_options& options,
                                            const packing_rules& rules) {
  auto settings = settings_of(options);
  if (!settings) return stop(std::move(settings).error(), exit_code::usage);
  auto project = options.command.empty() ? find_project(".") : find_project_of_command(".");
  if (!project) return stop(std::move(project).error(), exit_code::configuration);
  settings->project = *project;
  const fs::path out = folder_of(options, *project);
  const options_for own = [&](const std::string& name) {
    return rules.options_for ? rules.options_for(name) : options;
  };
  bool checked = false;
  settings->accept = [&](const std::vector<built_program>& all) -> build_result<> {
    if (checked) return {};
    auto right = check_functions(rules, own, *settings, all, out);
    checked = right.has_value();
    return right;
  };
  auto built = build_project(*settings);
  if (!built) return std::unexpected(std::move(built).error());
  if (!options.flatten.empty() && std::ranges::find(built->programs, options.flatten,
                                                    &built_program::name) == built->programs.end())
    return stop(
        {"--flatten: '" + options.flatten + "' is not among the functions that were built", 0, {}});
  built_packages made{.packages = {}, .build_type = settings->build_type};
  if (settings->sanitize != sanitizer::none)
    made.build_type += "-" + std::string(word_for(settings->sanitize));
  for (const built_program& program : built->programs) {
    auto its = own(program.name);
    if (!its) return stop(std::move(its).error(), exit_code::configuration);
    auto one = prepare_one(*built, program, *its, out);
    if (!one)
      return stop(in_context("package " + program.name, std::move(one.error().what)),
                  one.error().code);
    made.packages.push_back(*std::move(one));
  }
  if (auto fine = check_mistakes(made.packages); !fine)
    return std::unexpected(std::move(fine).error());
  return made;
}

namespace {

build_result<std::vector<artefact>> build_artefacts(const build_options& options,
                                                    const packing_rules& rules) {
  auto built = build_packages(options, rules);
  if (!built) return std::unexpected(std::move(built).error());
  std::vector<artefact> artefacts;
  for (const auto& [package, how] : built->packages) {
    auto written = write_artefact(package, how);
    if (!written)
      return stop(in_context("package " + package.program.name, std::move(written).error()));
    artefacts.push_back(*std::move(written));
  }
  const fs::path& out = built->packages.front().how.out;
  if (auto done = write_manifest(artefacts, out, built->build_type); !done)
    return stop(std::move(done).error());
  return artefacts;
}

}  // namespace

exit_code build(const build_options& options, const options_of<build_options>& per_function) {
  std::string doing = "build";
  for (const std::string& name : options.names) doing += " " + name;
  const packing_rules rules{
      .check =
          [&](const std::vector<std::string>& names) {
            return per_function.settings().check_functions(names);
          },
      .options_for = [&](const std::string& name) { return per_function.for_function(name); }};
  auto artefacts = build_artefacts(options, rules);
  if (!artefacts)
    return report(in_context(doing, std::move(artefacts.error().what)), artefacts.error().code);
  for (const artefact& made : *artefacts)
    for (const finding& warning : made.warnings)
      warn(made.name + ": " + warning.file + ": " + warning.what, warning.hint);
  return finish_with(options.output == output_format::json ? as_json(*artefacts)
                                                           : as_table(*artefacts));
}

}  // namespace lambent::cli
