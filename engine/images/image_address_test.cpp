// Which ImageUris this engine can follow.
#include "engine/images/image_address.hpp"

#include <doctest/doctest.h>

using namespace lambent;
using namespace lambent::images;

TEST_CASE("the engine's registry is loopback with its port, and ECR whatever account it names") {
  for (const char* host : {"localhost:4566", "127.0.0.1:4566", "[::1]:4566",
                           "000000000000.dkr.ecr.eu-central-1.localhost:4566",
                           "123456789012.dkr.ecr.eu-central-1.amazonaws.com",
                           "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn"})
    CHECK_MESSAGE(is_own_registry(host, 4566), host);
  for (const char* host : {"localhost", "localhost:5000", "docker.io", "public.ecr.aws",
                           "12345.dkr.ecr.eu-central-1.amazonaws.com",
                           "12345678901x.dkr.ecr.eu-central-1.amazonaws.com",
                           "123456789012.dkr.ecr.eu-central-1.amazonaws.com.example.org",
                           "example.org:4566", "notlocalhost:4566"})
    CHECK_FALSE_MESSAGE(is_own_registry(host, 4566), host);
}

TEST_CASE("paths must be absolute, and other registries are refused with the way out") {
  CHECK(parse_image_uri("oci:/images/app:1", 4566));
  CHECK(parse_image_uri("docker-archive:/images/app.tar", 4566));
  CHECK(parse_image_uri("localhost:4566/app:1", 4566));
  auto relative = parse_image_uri("oci:images/app", 4566);
  REQUIRE_FALSE(relative);
  CHECK(relative.error().what == "the path images/app is not absolute");
  auto other = parse_image_uri("docker.io/library/debian:12", 4566);
  REQUIRE_FALSE(other);
  CHECK(other.error().what.find("lambent image copy") != std::string::npos);
}

TEST_CASE("a resolved address has the digest in the tag's place") {
  auto digest = oci::digest::of("manifest");
  for (auto [uri, place] : {std::pair("localhost:4566/team/app:1", "localhost:4566/team/app"),
                            std::pair("oci:/images/app:1", "oci:/images/app"),
                            std::pair("docker-archive:/a.tar", "docker-archive:/a.tar")}) {
    auto where = parse_image_uri(uri, 4566);
    REQUIRE_MESSAGE(where, uri);
    CHECK(resolved_uri(*where, digest) == std::string(place) + "@" + digest.text());
  }
}

TEST_CASE("a registry is asked for the tag, and for the digest once there is one") {
  std::string asked;
  open_repository registry = [&](std::string_view repository, std::string_view reference) {
    asked = std::string(repository) + " " + std::string(reference);
    return result<std::unique_ptr<oci::blob_source>>(fail("none"));
  };
  auto digest = oci::digest::of("manifest");
  auto where = *parse_image_uri("localhost:4566/app:1", 4566);
  CHECK_FALSE(open_image(where, nullptr, registry));
  CHECK(asked == "app 1");
  CHECK_FALSE(open_image(where, &digest, registry));
  CHECK(asked == "app " + digest.text());
  where = *parse_image_uri("localhost:4566/app@" + digest.text(), 4566);
  CHECK_FALSE(open_image(where, nullptr, registry));
  CHECK(asked == "app " + digest.text());
  auto none = open_image(where, nullptr, {});
  REQUIRE_FALSE(none);
  CHECK(none.error().what == "this engine has no registry");
}
