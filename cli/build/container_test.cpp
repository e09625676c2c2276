#include "cli/build/container.hpp"

#include <doctest/doctest.h>

using namespace lambent::cli;

TEST_CASE(
    "the container build is one command with the platform, the type and the output's folder") {
  container_build build{.project = "/p",
                        .into = "/p/build/arm64-release-container/lambda",
                        .architecture = "arm64",
                        .build_type = "Release",
                        .cmake_arguments = {"-DA=1", "-DB=c d'e"},
                        .package_dir = "/usr/local/lib/cmake/lambent"};
  CHECK(container_command("docker", build) ==
        std::vector<std::string>{"docker", "build", "--platform", "linux/arm64", "--build-arg",
                                 "LAMBENT_BUILD_TYPE=Release", "--build-arg",
                                 "LAMBENT_CMAKE_ARGUMENTS=-DA=1 '-DB=c d'\\''e'", "--build-context",
                                 "lambent=/usr/local", "--target", "artefacts", "--output",
                                 "type=local,dest=/p/build/arm64-release-container/lambda", "/p"});
  build.architecture = "x86_64";
  build.cmake_arguments.clear();
  CHECK(container_command("podman", build) ==
        std::vector<std::string>{"podman", "build", "--platform", "linux/amd64", "--build-arg",
                                 "LAMBENT_BUILD_TYPE=Release", "--build-context",
                                 "lambent=/usr/local", "--target", "artefacts", "--output",
                                 "type=local,dest=/p/build/arm64-release-container/lambda", "/p"});
}

TEST_CASE("a Dockerfile that would lose arguments or divide them is refused") {
  const std::string divides =
      "ARG LAMBENT_CMAKE_ARGUMENTS=\nRUN cmake . $LAMBENT_CMAKE_ARGUMENTS\n";
  const std::string whole =
      "ARG LAMBENT_CMAKE_ARGUMENTS=\nRUN eval \"set -- $LAMBENT_CMAKE_ARGUMENTS\" && cmake . "
      "\"$@\"\n";
  CHECK(check_dockerfile("FROM scratch", {}).has_value());
  CHECK(check_dockerfile("FROM scratch", {"-DA=1"}).error().what ==
        "-D does not reach into this Dockerfile: it has no ARG LAMBENT_CMAKE_ARGUMENTS");
  CHECK(check_dockerfile(divides, {"-DA=1", "-DB=x"}).has_value());
  CHECK(check_dockerfile(divides, {"-DA=1", "-DB=b c"}).error().what ==
        "this Dockerfile divides LAMBENT_CMAKE_ARGUMENTS at spaces, whatever their quotes");
  CHECK(check_dockerfile(whole, {"-DB=b c"}).has_value());
}
