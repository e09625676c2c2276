#include "oci/reference.hpp"

#include <doctest/doctest.h>

#include <string>

namespace lambent::oci {
namespace {

const std::string of_abc =
    "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

// As it is understood, written out in full.
std::string full(std::string_view text) {
  auto parsed = parse_reference(text);
  return parsed ? to_text(*parsed) : "refused: " + parsed.error().what;
}
bool refused(std::string_view text) { return full(text).starts_with("refused: "); }

TEST_CASE("a registry's image is understood as Docker understands it") {
  CHECK(full("debian") == "docker.io/library/debian:latest");
  CHECK(full("debian:12") == "docker.io/library/debian:12");
  CHECK(full("me/tool") == "docker.io/me/tool:latest");
  CHECK(full("index.docker.io/debian") == "docker.io/library/debian:latest");
  CHECK(full("localhost/tool") == "localhost/tool:latest");
  CHECK(full("LocalHost/tool") == "localhost/tool:latest");
  CHECK(full("localhost:4566/a/b:v1") == "localhost:4566/a/b:v1");
  CHECK(full("[::1]:4566/a") == "[::1]:4566/a:latest");
  CHECK(full("public.ECR.aws/lambda/provided:al2023") == "public.ecr.aws/lambda/provided:al2023");
  CHECK(full("docker://quay.io/a/b") == "quay.io/a/b:latest");
  CHECK(full("docker://oci:5000/a") == "docker://oci:5000/a:latest");
  CHECK(full("debian@" + of_abc) == "docker.io/library/debian@" + of_abc);
  CHECK(full("host:1/x:t@" + of_abc) == "host:1/x:t@" + of_abc);
}

TEST_CASE("a layout and an archive have a path and perhaps a tag") {
  auto layout = parse_reference("oci:/tmp/image:v1");
  REQUIRE(layout);
  CHECK(std::get<layout_reference>(*layout).directory == "/tmp/image");
  CHECK(std::get<layout_reference>(*layout).tag == "v1");
  auto archive = parse_reference("docker-archive:image.tar:name:v1");
  REQUIRE(archive);
  CHECK(std::get<archive_reference>(*archive).file == "image.tar");
  CHECK(std::get<archive_reference>(*archive).tag == "name:v1");
  CHECK(full("oci:dir") == "oci:dir");
  CHECK(full("oci:") == "refused: image reference 'oci:': there is no path behind the colon");
  CHECK(full("oci:dir:") ==
        "refused: image reference 'oci:dir:': there is no tag behind the last colon");
}

TEST_CASE("what is no reference is refused with what is wrong") {
  CHECK(full("a:!") == "refused: image reference 'a:!': '!' is no tag");
  CHECK(full("host:0/a").ends_with("'host:0' is no host"));
  CHECK(full("host:99999/a").ends_with("'host:99999' is no host"));
  CHECK(full("-x.y/a").ends_with("'-x.y' is no host"));
  CHECK(full("Debian").ends_with("'library/Debian' is no repository"));
  CHECK(full("a@sha512:00").find("sha512 is not supported") != std::string::npos);
  CHECK(full("Host/a").ends_with("'Host/a' is no repository"));
  CHECK(full("dir:/tmp/x").find("the transport 'dir:' is not supported") != std::string::npos);
  CHECK(refused(""));
  CHECK(refused("localhost/"));
  CHECK(refused("[::1/a"));
  CHECK(refused("[]:1/a"));
  CHECK(refused(std::string("oci:a\0b", 7)));
  CHECK(refused("a/" + std::string(255, 'b')));
}

TEST_CASE("repository names and tags are those of the distribution specification") {
  for (const char* name : {"a", "a/b/c", "a.b_c__d-e---f", "0", "a1/b2"})
    CHECK_MESSAGE(valid_repository(name), name);
  for (const char* name : {"", "/a", "a/", "a//b", "A", "a..b", "a___b", "-a", "a-", "a._b", "a b"})
    CHECK_MESSAGE(!valid_repository(name), name);
  CHECK(valid_repository(std::string(255, 'a')));
  CHECK(!valid_repository(std::string(256, 'a')));
  for (const char* tag : {"latest", "V1.2_3-x", "_", "1"}) CHECK_MESSAGE(valid_tag(tag), tag);
  for (const char* tag : {"", ".a", "-a", "a/b", "a:b", "\xc3\xa4"})
    CHECK_MESSAGE(!valid_tag(tag), tag);
  CHECK(valid_tag(std::string(128, 'a')));
  CHECK(!valid_tag(std::string(129, 'a')));
}

}  // namespace
}  // namespace lambent::oci
