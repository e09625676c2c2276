// A build in the project's own Dockerfile: for compilers and libraries that this system does not
// have. Its stage `artefacts` holds what a build leaves in build/lambda.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/process.hpp"

namespace lambent::cli {

struct container_build {
  std::filesystem::path project;  // With the Dockerfile; also what it may COPY from.
  std::filesystem::path into;     // Gets the stage's files.
  std::string architecture;
  std::string build_type;  // The build argument LAMBENT_BUILD_TYPE.
  // LAMBENT_CMAKE_ARGUMENTS, each as a word of a shell's command line.
  std::vector<std::string> cmake_arguments{};
  std::filesystem::path package_dir{};  // Lambent itself is the build context `lambent`.
  child_stream output = child_stream::to_stderr;
};

// The argument vector for docker or podman, whose program is `tool`.
[[nodiscard]] std::vector<std::string> container_command(const std::string& tool,
                                                         const container_build& build);

// What is wrong with a Dockerfile that these arguments would not reach as they are.
[[nodiscard]] result<> check_dockerfile(std::string_view text,
                                        const std::vector<std::string>& cmake_arguments);

// Shows the command on stderr, then runs it. Fails when there is no Dockerfile, or
// neither docker nor podman.
[[nodiscard]] result<process_result> run_container_build(const container_build& build);

}  // namespace lambent::cli
