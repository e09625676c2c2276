#include "oci/image_config.hpp"

#include <doctest/doctest.h>

#include <string>

namespace lambent::oci {
namespace {

const std::string of_abc =
    "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

std::string error_of(std::string_view bytes) {
  auto parsed = parse_image_config(bytes);
  return parsed ? "" : parsed.error().what;
}

TEST_CASE("a configuration is read and written, the same bytes for the same value") {
  std::string bytes =
      R"({"created":"1970-01-01T00:00:00Z","architecture":"arm64","variant":"v8","os":"linux",)"
      R"("config":{"User":"0","Env":["PATH=/bin","LANG=C"],"Entrypoint":["/bootstrap"],)"
      R"("Cmd":["handler"],"WorkingDir":"/var/task","Labels":{"a":"1","b":"2"}},)"
      R"("rootfs":{"type":"layers","diff_ids":[")" +
      of_abc + R"("]},"history":[{"created_by":"lambent"},{"comment":"env","empty_layer":true}]})";
  auto parsed = parse_image_config(bytes);
  REQUIRE(parsed);
  CHECK(parsed->platform == platform{"linux", "arm64", "v8"});
  CHECK(parsed->entrypoint == std::vector<std::string>{"/bootstrap"});
  CHECK(parsed->command == std::vector<std::string>{"handler"});
  CHECK(parsed->environment == std::vector<std::string>{"PATH=/bin", "LANG=C"});
  CHECK(parsed->working_directory == "/var/task");
  CHECK(parsed->user == "0");
  CHECK(parsed->labels.at("b") == "2");
  CHECK(parsed->diff_ids == std::vector<digest>{digest::of("abc")});
  REQUIRE(parsed->history.size() == 2);
  CHECK(parsed->history[1].empty_layer);
  CHECK(write(*parsed) == bytes);
}

TEST_CASE("null is nothing, as Docker writes what is not set") {
  auto parsed = parse_image_config(
      R"({"architecture":"amd64","os":"linux","config":{"Entrypoint":null,"Cmd":null,"Labels":null},)"
      R"("rootfs":{"type":"layers","diff_ids":null},"history":null})");
  REQUIRE(parsed);
  CHECK(parsed->entrypoint.empty());
  CHECK(parsed->diff_ids.empty());
  CHECK(
      write(*parsed) ==
      R"({"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":[]}})");
}

TEST_CASE("what is wrong in a configuration is named with where it is") {
  CHECK(error_of("{}") == "image configuration: os: is missing");
  CHECK(error_of(R"({"os":"linux"})") == "image configuration: architecture: is missing");
  std::string begin = R"({"os":"linux","architecture":"amd64",)";
  CHECK(error_of(begin + R"("config":[]})") ==
        "image configuration: config: is an array, not an object");
  CHECK(error_of(begin + R"("config":{"Entrypoint":"/bin/sh"}})") ==
        "image configuration: config: Entrypoint: is a string, not an array of strings");
  CHECK(error_of(begin + R"("config":{"Env":["A=1",2]}})") ==
        "image configuration: config: Env[1]: is a number, not a string");
  CHECK(error_of(begin + R"("config":{"Env":["A=\u0000"]}})") ==
        "image configuration: config: Env[0]: has a NUL in it");
  CHECK(error_of(begin + R"("rootfs":{"type":"layers","diff_ids":["sha512:00"]}})")
            .starts_with("image configuration: rootfs: diff_ids[0]: digest 'sha512:00'"));
  CHECK(error_of(begin + R"("rootfs":{"type":"zip"}})") ==
        "image configuration: rootfs: type: is 'zip', not 'layers'");
  CHECK(error_of(begin + R"("rootfs":{"type":"layers"},"history":[{"empty_layer":1}]})") ==
        "image configuration: history[0]: empty_layer: is a number, not a truth value");
}

}  // namespace
}  // namespace lambent::oci
