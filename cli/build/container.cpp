#include "cli/build/container.hpp"

#include <algorithm>

#include "base/shell_word.hpp"
#include "cli/terminal/terminal.hpp"

namespace lambent::cli {
namespace {

namespace fs = std::filesystem;

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
  if (!build.cmake_arguments.empty())
    argv.insert(argv.end(), {"--build-arg", "LAMBENT_CMAKE_ARGUMENTS=" + build.cmake_arguments});
  argv.insert(argv.end(), {"--build-context", "lambent=" + lambent_for(build.package_dir).string(),
                           "--target", "artefacts", "--output",
                           "type=local,dest=" + build.into.string(), build.project.string()});
  return argv;
}

result<process_result> run_container_build(const container_build& build) {
  std::error_code ec;
  if (fs::path file = build.project / "Dockerfile"; !fs::exists(file, ec))
    return fail("--toolchain container needs the project's own " + file.string(),
                "docs/guide/building.md has one to begin with");
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
