// The C++ functions: projects of a user's kind, built as `lambent build --release` builds them.
#include "base/files.hpp"
#include "cli/bench/study/artefacts/artefact.hpp"
#include "cli/build/build_project.hpp"
#include "cli/build/cmake/codemodel.hpp"
#include "cli/build/package/artefacts.hpp"
#include "cli/deps/deps.hpp"
#include "cli/terminal/terminal.hpp"

namespace lambent::cli::studying {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t cmake_bytes_max = 4UL * 1024 * 1024;

error told_by_compiler(build_error&& failed) {
  detail(1, failed.compiler_output);
  const std::string line = error_line_of(failed.compiler_output);
  if (!line.empty()) failed.what.what += ": " + line;
  return std::move(failed.what);
}

// What CMake found: CMakeFiles/VERSION/CMakeCXXCompiler.cmake says set(CMAKE_CXX_COMPILER "…"). The
// cache does not have a compiler that a toolchain file chose.
std::string compiler_of(const fs::path& tree) {
  constexpr std::string_view before = "set(CMAKE_CXX_COMPILER \"";
  std::error_code ec;
  fs::directory_iterator each(tree / "CMakeFiles", ec);
  for (; !ec && each != fs::directory_iterator(); each.increment(ec)) {
    const std::string found =
        read_file(each->path() / "CMakeCXXCompiler.cmake", cmake_bytes_max).value_or("");
    const std::size_t at = found.find(before);
    if (at == std::string::npos) continue;
    const std::size_t start = at + before.size();
    return found.substr(start, found.find('"', start) - start);
  }
  return {};
}

// "g++ (Debian 12.2.0-14) 12.2.0: -O3 -DNDEBUG"
std::string build_text(const built_project& built, const built_program& program) {
  const std::string compiler = compiler_of(built.tree);
  std::string out = compiler.empty() ? "" : version_line({compiler, "--version"});
  if (out.empty()) out = "C++";
  auto flags = flags_behind(built.tree, program.target);
  if (!flags) return out;
  for (const target_flags& each : *flags)
    if (each.target == program.target) return out + ": " + text_of_flags(each.flags);
  return out;
}

result<> check(const prepared_package& package) {
  if (package.mistakes.empty()) return {};
  const finding& first = package.mistakes.front();
  return fail(first.file + ": " + first.what, first.hint);
}

}  // namespace

result<artefact> build_with_cmake(const workshop& in, const need& what) {
  const recipe how = recipe_of(what.function);
  if (what.architecture != host_architecture())
    TRY_FOR("fetch libraries for " + what.architecture,
            deps::provide(what.architecture, how.libraries));
  auto built = build_project({.project = in.sources / how.folder,
                              .target = {.architecture = what.architecture},
                              .build_type = "Release",
                              .compiler_output = child_stream::capture,
                              .stop = in.stop,
                              .time_max = build_time_max});
  if (!built) return std::unexpected(told_by_compiler(std::move(built).error()));
  const built_program& program = built->programs.front();
  const lambda_image* image = TRY(find_image("provided.al2023"));
  prepared_package package =
      TRY(prepare_package(program, {.built = built->lambda, .out = {}, .image = image}));
  TRY(check(package));
  return artefact{.function = what.function,
                  .architecture = what.architecture,
                  .members = std::move(package.members),
                  .build = build_text(*built, program)};
}

}  // namespace lambent::cli::studying
