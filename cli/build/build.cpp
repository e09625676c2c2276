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

build_result<packaging> packaging_for(const build_options& options, const fs::path& project) {
  packaging out;
  out.internal = options.internal;
  out.flatten = options.flatten;
  out.layer_libraries = options.layer_libraries;
  out.out = project / "build" / "lambda";
  if (!options.lambda_dir.empty()) {
    std::error_code ec;
    out.out = fs::weakly_canonical(options.lambda_dir, ec);
    if (ec) out.out = options.lambda_dir;
  }
  bool local = only_for_this_machine(options);
  artefact_format format =
      options.format.value_or(local ? artefact_format::binary : artefact_format::zip);
  out.zip = format == artefact_format::zip;
  out.oci = format == artefact_format::image;
  auto image = find_image(options.runtime);
  if (!image) return stop(std::move(image).error(), exit_code::usage);
  if (!local && !options.own_base) out.image = *image;
  if (out.oci) {
    out.image_includes = options.includes;
    return out;
  }
  auto includes = read_includes(options.includes, ".");
  if (!includes) return stop(std::move(includes).error(), exit_code::failed);
  out.includes = *std::move(includes);
  return out;
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

result<std::vector<prepared_package>> prepare_all(const built_project& built,
                                                  const packaging& how) {
  std::vector<prepared_package> out;
  for (const built_program& program : built.programs) {
    std::string doing = "package " + program.name;
    out.push_back(TRY_FOR(doing, prepare_package(program, how)));
    if (how.image == nullptr || !built.by_cmake) continue;
    std::vector<finding> flags = TRY_FOR(doing, judge_flags(built, program));
    out.back().mistakes.insert(out.back().mistakes.end(), flags.begin(), flags.end());
  }
  return out;
}

// Each is said where it is found: there may be many.
build_result<> check_mistakes(const std::vector<prepared_package>& packages) {
  std::size_t count = 0;
  for (const prepared_package& package : packages) {
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

build_result<built_packages> build_packages(const build_options& options) {
  auto settings = settings_of(options);
  if (!settings) return stop(std::move(settings).error(), exit_code::usage);
  auto project = find_project(".");
  if (!project) return stop(std::move(project).error(), exit_code::configuration);
  settings->project = *project;
  auto how = packaging_for(options, *project);
  if (!how) return std::unexpected(std::move(how).error());

  auto built = build_project(*settings);
  if (!built) return std::unexpected(std::move(built).error());
  how->built = built->lambda;
  if (!how->flatten.empty() && std::ranges::find(built->programs, how->flatten,
                                                 &built_program::name) == built->programs.end())
    return stop(
        {"--flatten: '" + how->flatten + "' is not among the functions that were built", 0, {}});
  auto packages = prepare_all(*built, *how);
  if (!packages) return stop(std::move(packages).error());
  if (auto fine = check_mistakes(*packages); !fine) return std::unexpected(std::move(fine).error());

  std::string type = settings->build_type;
  if (settings->sanitize != sanitizer::none)
    type += "-" + std::string(word_for(settings->sanitize));
  return built_packages{
      .packages = *std::move(packages), .how = *std::move(how), .build_type = std::move(type)};
}

build_result<std::vector<artefact>> build_artefacts(const build_options& options) {
  auto built = build_packages(options);
  if (!built) return std::unexpected(std::move(built).error());
  std::vector<artefact> artefacts;
  for (const prepared_package& package : built->packages) {
    auto written = write_artefact(package, built->how);
    if (!written)
      return stop(in_context("package " + package.program.name, std::move(written).error()));
    artefacts.push_back(*std::move(written));
  }
  if (auto done = write_manifest(artefacts, built->how.out, built->build_type); !done)
    return stop(std::move(done).error());
  return artefacts;
}

exit_code build(const build_options& options) {
  std::string doing = "build";
  for (const std::string& name : options.names) doing += " " + name;
  auto artefacts = build_artefacts(options);
  if (!artefacts)
    return report(in_context(doing, std::move(artefacts.error().what)), artefacts.error().code);
  for (const artefact& made : *artefacts)
    for (const finding& warning : made.warnings)
      warn(made.name + ": " + warning.file + ": " + warning.what, warning.hint);
  return finish_with(options.output == output_format::json ? as_json(*artefacts)
                                                           : as_table(*artefacts));
}

}  // namespace lambent::cli
