#include "cli/deploy/choose.hpp"

#include <algorithm>

#include "cli/build/project.hpp"
#include "cli/command_line/suggest.hpp"
#include "cli/deploy/package.hpp"

namespace lambent::cli::deploy {
namespace {

namespace fs = std::filesystem;

result<std::vector<built_program>> named_programs(const std::vector<std::string>& names,
                                                  const std::vector<built_program>& built,
                                                  const std::string& kind) {
  std::vector<std::string> there;
  std::string list;
  for (const built_program& one : built) {
    there.push_back(one.name);
    list += (list.empty() ? "" : ", ") + one.name;
  }
  std::vector<built_program> out;
  for (const std::string& name : names) {
    auto found = std::ranges::find(built, name, &built_program::name);
    if (found != built.end()) {
      if (std::ranges::find(out, name, &built_program::name) == out.end()) out.push_back(*found);
      continue;
    }
    std::string similar = closest(name, there);
    return fail("there is no built " + kind + " '" + name + "'",
                !similar.empty() ? "did you mean '" + similar + "'?"
                : list.empty()   ? "none is built"
                                 : "there are: " + list);
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
    if (options.names.size() != 1 || options.all)
      return fail("--binary-path is one " + word + "'s, so one NAME has to be given");
    built_program one;
    one.name = options.names.front();
    one.kind = kind;
    return std::vector{std::move(one)};
  }
  auto built = TRY(deployable_programs(folder, kind));
  if (!options.names.empty()) {
    if (options.all) return fail("NAME and --all cannot be given together");
    return named_programs(options.names, built, word);
  }
  if (built.empty()) return fail("the project makes no " + word);
  if (options.all || built.size() == 1) return built;
  std::string list;
  for (const built_program& one : built) list += (list.empty() ? "" : ", ") + one.name;
  return fail("several " + word + "s are built and none is named",
              "name one of " + list + ", or --all");
}

}  // namespace lambent::cli::deploy
