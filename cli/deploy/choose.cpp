#include "cli/deploy/choose.hpp"

#include <algorithm>

#include "base/joined.hpp"
#include "cli/build/project.hpp"
#include "cli/command_line/suggest.hpp"
#include "cli/deploy/package.hpp"

namespace lambent::cli::deploy {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> names_of(const std::vector<built_program>& programs) {
  std::vector<std::string> out;
  for (const built_program& one : programs) out.push_back(one.name);
  return out;
}

// Functions and extensions lie in one folder, and are easily taken for each other.
std::string hint_about_the_other_kind(const fs::path& folder, program_kind kind,
                                      const std::string& name) {
  const bool wants_function = kind == program_kind::function;
  auto others = deployable_programs(
      folder, wants_function ? program_kind::extension : program_kind::function);
  if (!others || others->empty()) return {};
  const bool there =
      name.empty() || std::ranges::find(*others, name, &built_program::name) != others->end();
  if (!there) return {};
  const std::string what = name.empty() ? joined(names_of(*others)) : name;
  return wants_function ? what + " is deployed as a layer, by --extension"
                        : what + " is deployed without --extension";
}

result<std::vector<built_program>> named_programs(const std::vector<std::string>& names,
                                                  const std::vector<built_program>& built,
                                                  const fs::path& folder, program_kind kind) {
  std::vector<built_program> out;
  for (const std::string& name : names) {
    auto found = std::ranges::find(built, name, &built_program::name);
    if (found != built.end()) {
      if (std::ranges::find(out, name, &built_program::name) == out.end()) out.push_back(*found);
      continue;
    }
    const std::vector<std::string> there = names_of(built);
    std::string hint = hint_about_the_other_kind(folder, kind, name);
    const std::string similar = closest(name, there);
    if (hint.empty() && !similar.empty()) hint = "did you mean '" + similar + "'?";
    if (hint.empty()) hint = there.empty() ? "none is built" : "there are: " + joined(there);
    return fail("there is no built " + std::string(word_for(kind)) + " '" + name + "'", hint);
  }
  return out;
}

}  // namespace

result<fs::path> artefacts_folder(const deploy_options& options) {
  if (!options.lambda_dir.empty() || !options.binary_path.empty())
    return fs::path(options.lambda_dir);
  return TRY(find_project(".")) / "build" / "lambda";
}

result<std::vector<built_program>> chosen_programs(const deploy_options& options,
                                                   const fs::path& folder) {
  const program_kind kind = options.extension ? program_kind::extension : program_kind::function;
  const std::string word(word_for(kind));
  if (!options.binary_path.empty()) {
    if (!options.binary_name.empty())
      return fail("--binary-name and --binary-path cannot be given together");
    if (options.names.size() != 1 || options.all)
      return fail("--binary-path is one " + word + "'s, so one NAME has to be given");
    built_program one;
    one.name = options.names.front();
    one.kind = kind;
    return std::vector{std::move(one)};
  }
  auto built = TRY(deployable_programs(folder, kind));
  if (!options.binary_name.empty()) {
    if (options.names.size() > 1 || options.all)
      return fail("--binary-name is one " + word + "'s, so one NAME may be given");
    return named_programs({options.binary_name}, built, folder, kind);
  }
  if (!options.names.empty()) {
    if (options.all) return fail("NAME and --all cannot be given together");
    return named_programs(options.names, built, folder, kind);
  }
  if (built.empty())
    return fail("the project makes no " + word, hint_about_the_other_kind(folder, kind, {}));
  if (options.all || built.size() == 1) return built;
  return fail("several " + word + "s are built and none is named",
              "name one of " + joined(names_of(built)) + ", or --all");
}

}  // namespace lambent::cli::deploy
