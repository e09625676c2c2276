#include "cli/build/container.hpp"

#include <algorithm>

#include "base/files.hpp"
#include "base/shell_word.hpp"
#include "cli/terminal/terminal.hpp"

namespace lambent::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view arguments_name = "LAMBENT_CMAKE_ARGUMENTS";
constexpr std::uint64_t dockerfile_bytes_max = 1024UL * 1024;

std::string find_container_tool() {
  std::string docker = find_program("docker");
  return docker.empty() ? find_program("podman") : docker;
}

// What the Dockerfile copies Lambent from: <prefix> of <prefix>/lib/cmake/lambent, or the sources
// that this program was built from.
fs::path lambent_for(const fs::path& package_dir) {
  fs::path cmake = package_dir.parent_path();
  bool installed = package_dir.filename() == "lambent" && cmake.filename() == "cmake";
  return installed ? cmake.parent_path().parent_path() : fs::path(LAMBENT_BUILD_SOURCE_DIR);
}

}  // namespace

std::vector<std::string> container_command(const std::string& tool, const container_build& build) {
  std::vector<std::string> argv = {
      tool,          "build",
      "--platform",  "linux/" + std::string(build.architecture == "x86_64" ? "amd64" : "arm64"),
      "--build-arg", "LAMBENT_BUILD_TYPE=" + build.build_type};
  std::string words;
  for (const std::string& each : build.cmake_arguments)
    words += (words.empty() ? "" : " ") + shell_word(each);
  if (!words.empty())
    argv.insert(argv.end(), {"--build-arg", std::string(arguments_name) + "=" + words});
  argv.insert(argv.end(), {"--build-context", "lambent=" + lambent_for(build.package_dir).string(),
                           "--target", "artefacts", "--output",
                           "type=local,dest=" + build.into.string(), build.project.string()});
  return argv;
}

result<> check_dockerfile(std::string_view text, const std::vector<std::string>& cmake_arguments) {
  if (cmake_arguments.empty()) return {};
  if (text.find(arguments_name) == std::string_view::npos)
    return fail("-D does not reach into this Dockerfile: it has no ARG LAMBENT_CMAKE_ARGUMENTS",
                "docs/guide/building.md says how it hands them to cmake");
  const bool plain = std::ranges::all_of(
      cmake_arguments, [](const std::string& each) { return shell_word(each) == each; });
  if (!plain && text.find("eval ") == std::string_view::npos)
    return fail("this Dockerfile divides LAMBENT_CMAKE_ARGUMENTS at spaces, whatever their quotes",
                "begin its command with eval \"set -- $LAMBENT_CMAKE_ARGUMENTS\" && and give cmake "
                "\"$@\", as docs/guide/building.md has it");
  return {};
}

result<process_result> run_container_build(const container_build& build) {
  std::error_code ec;
  const fs::path file = build.project / "Dockerfile";
  if (!fs::exists(file, ec))
    return fail("--toolchain container needs the project's own " + file.string(),
                "docs/guide/building.md has one to begin with");
  std::string text = TRY(read_file(file, dockerfile_bytes_max));
  TRY_FOR(file.string(), check_dockerfile(text, build.cmake_arguments));
  std::string tool = find_container_tool();
  if (tool.empty())
    return fail("--toolchain container needs docker or podman, and neither is in the PATH",
                "apt-get install podman");
  fs::create_directories(build.into, ec);
  if (ec) return sys_fail("create folder " + build.into.string(), ec.value());

  std::vector<std::string> argv = container_command(tool, build);
  std::string shown;
  for (const std::string& word : argv) shown += (shown.empty() ? "" : " ") + shell_word(word);
  note(shown);
  return run_process({.argv = std::move(argv),
                      // --output is BuildKit's.
                      .set_env = {{"DOCKER_BUILDKIT", "1"}},
                      .out = build.output,
                      .err = build.output == child_stream::capture ? child_stream::capture
                                                                   : child_stream::inherit});
}

}  // namespace lambent::cli
