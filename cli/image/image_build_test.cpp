#include "cli/image/image_build.hpp"

#include <doctest/doctest.h>

using namespace lambent::cli;

namespace {

std::string place(image_build_options options, bool several = false) {
  auto where = destination_for(options, "hello", several);
  return where ? *where : where.error().what;
}

}  // namespace

TEST_CASE("an image goes where --output says, under the function's name where it must") {
  CHECK(place({}) == "oci:build/lambda/hello.oci:latest");
  CHECK(place({.destination = "oci:images"}) == "oci:images:latest");
  CHECK(place({.destination = "oci:images"}, true) == "oci:images:hello");
  CHECK(place({.destination = "oci:images:v1"}) == "oci:images:v1");
  CHECK(place({.destination = "docker-archive:a.tar"}) == "docker-archive:a.tar:hello:latest");
  CHECK(place({.destination = "docker-archive:a.tar:me/x:v1"}) == "docker-archive:a.tar:me/x:v1");
}

TEST_CASE("a place that cannot hold what is built is refused before anything is built") {
  CHECK(place({.destination = "oci:images:v1"}, true) ==
        "--output: one tag, and several functions");
  CHECK(place({.destination = "docker-archive:a.tar"}, true) ==
        "--output: one archive, and several functions");
  CHECK(place({.multi_arch = true, .destination = "docker-archive:a.tar"}) ==
        "--output: a docker-archive holds one architecture");
  CHECK(place({.destination = "registry.example/hello"}) ==
        "--output: registry.example/hello:latest is in a registry");
  CHECK(place({.destination = "dir:x"}).starts_with("--output: image reference 'dir:x'"));
}

TEST_CASE("a command is one word or a JSON array of them") {
  using words = std::vector<std::string>;
  CHECK(*words_of_command("") == words{});
  CHECK(*words_of_command("/bin/a b") == words{"/bin/a b"});
  CHECK(*words_of_command(R"(["/bin/sh","-c"])") == words{"/bin/sh", "-c"});
  CHECK(!words_of_command(R"(["a",1])"));
  CHECK(!words_of_command("[a"));
}
