#include "oci/manifest.hpp"

#include <doctest/doctest.h>

#include <string>

#include "oci/media_type.hpp"

namespace lambent::oci {
namespace {

const std::string of_abc =
    "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const std::string config =
    R"("config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":")" + of_abc +
    R"(","size":3})";

std::string layer(std::string_view size = "3") {
  return R"({"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":")" + of_abc +
         R"(","size":)" + std::string(size) + "}";
}
std::string entry(std::string_view platform, std::string_view name = of_abc) {
  return R"({"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":")" +
         std::string(name) + R"(","size":3)" +
         (platform.empty() ? "" : ",\"platform\":" + std::string(platform)) + "}";
}
std::string error_of(std::string_view bytes, std::string_view declared = {}) {
  auto parsed = parse_document(bytes, declared);
  return parsed ? "" : parsed.error().what;
}

TEST_CASE("a manifest is read, and what is written of it is always the same") {
  std::string bytes =
      R"({"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",)" + config +
      R"(,"layers":[)" + layer("0") + "," + layer() + R"(],"annotations":{"b":"2","a":"1"}})";
  auto parsed = parse_manifest(bytes, media_type::manifest);
  REQUIRE(parsed);
  CHECK(parsed->config.size == 3);
  CHECK(parsed->config.digest == digest::of("abc"));
  REQUIRE(parsed->layers.size() == 2);
  CHECK(parsed->layers[0].size == 0);
  CHECK(parsed->layers[1].media_type == media_type::layer_gzip);
  CHECK(parsed->annotations.at("b") == "2");
  std::string written = write(*parsed);
  CHECK(written ==
        R"({"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",)" + config +
            R"(,"layers":[)" + layer("0") + "," + layer() +
            R"(],"annotations":{"a":"1","b":"2"}})");
  auto again = parse_manifest(written);
  REQUIRE(again);
  CHECK(write(*again) == written);
}

TEST_CASE("an index is read with its platforms and written again") {
  std::string bytes =
      R"({"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[)" +
      entry(R"({"architecture":"arm64","os":"linux","variant":"v8"})") + "," + entry("") + "]}";
  auto parsed = parse_index(bytes);
  REQUIRE(parsed);
  REQUIRE(parsed->manifests.size() == 2);
  CHECK(parsed->manifests[0].platform == platform{"linux", "arm64", "v8"});
  CHECK(!parsed->manifests[1].platform);
  CHECK(write(*parsed) == bytes);
}

TEST_CASE("a document without a media type is what its members are") {
  CHECK(parse_manifest(R"({"schemaVersion":2,)" + config + "}")->media_type ==
        media_type::manifest);
  CHECK(parse_index(R"({"schemaVersion":2,"manifests":[]})")->media_type == media_type::index);
  CHECK(parse_manifest(R"({"schemaVersion":2,)" + config + "}",
                       std::string(media_type::docker_manifest) + "; charset=utf-8")
            ->media_type == media_type::docker_manifest);
  CHECK(error_of(R"({"schemaVersion":2})") == "it is neither an image manifest nor an image index");
}

TEST_CASE("media types that contradict each other or the members are refused") {
  std::string manifest_bytes =
      R"({"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",)" + config +
      "}";
  CHECK(error_of(manifest_bytes, media_type::index) ==
        "it was announced as application/vnd.oci.image.index.v1+json, but its mediaType is "
        "application/vnd.oci.image.manifest.v1+json");
  CHECK(error_of(R"({"schemaVersion":2,)" + config + R"(,"manifests":[]})") ==
        "it has the members of a manifest (config, layers) and of an index (manifests)");
  CHECK(error_of(R"({"schemaVersion":2,"manifests":[]})", media_type::manifest) ==
        "its media type is application/vnd.oci.image.manifest.v1+json, its members are an index's");
  CHECK(error_of(R"({"schemaVersion":2,"layers":[]})", media_type::docker_index)
            .ends_with("its members are a manifest's"));
  CHECK(error_of(R"({"schemaVersion":2,"mediaType":"text/plain"})") ==
        "its media type, text/plain, is not one of an image manifest or an image index");
  auto index_bytes = parse_manifest(R"({"schemaVersion":2,"manifests":[]})");
  REQUIRE(!index_bytes);
  CHECK(index_bytes.error().what == "it is an image index where an image manifest is expected");
}

TEST_CASE("Docker's schema 1 is refused by its name") {
  CHECK(error_of(R"({"schemaVersion":1,"name":"x","tag":"y","fsLayers":[]})").find("schema 1") !=
        std::string::npos);
  CHECK(error_of(R"({"schemaVersion":1})").find("schema 1") != std::string::npos);
  CHECK(error_of(R"({"schemaVersion":3})") == "schemaVersion: is 3, not 2");
  CHECK(error_of("{}") == "schemaVersion: is missing");
}

TEST_CASE("a member of another type is named with where it is") {
  std::string begin = R"({"schemaVersion":2,)" + config + R"(,"layers":)";
  CHECK(error_of("[]") == "it is an array, not an object");
  CHECK(error_of("{").starts_with("it is not JSON: "));
  CHECK(error_of(begin + "{}}") == "layers: is an object, not an array of objects");
  CHECK(error_of(begin + "[1]}") == "layers[0]: is a number, not an object");
  CHECK(error_of(begin + "[" + layer() + "," + layer("-1") + "]}") ==
        "layers[1]: size: is negative: -1");
  CHECK(error_of(begin + "[" + layer("1.5") + "]}") == "layers[0]: size: is not a whole number");
  CHECK(error_of(begin + "[" + layer("\"3\"") + "]}") ==
        "layers[0]: size: is a string, not a number");
  CHECK(error_of(begin + R"([{"mediaType":"x","size":1}]})") == "layers[0]: digest: is missing");
  CHECK(error_of(R"({"schemaVersion":2,"layers":[]})") == "config: is missing");
  CHECK(error_of(begin + R"([],"annotations":{"a":1}})") ==
        "annotations.a: is a number, not a string");
  CHECK(error_of(R"({"schemaVersion":2,"mediaType":"a\u0000b"})") == "mediaType: has a NUL in it");
}

TEST_CASE("a manifest with more layers than an overlay takes is refused") {
  std::string layers = layer();
  for (int i = 0; i < 127; ++i) layers += "," + layer();
  CHECK(error_of(R"({"schemaVersion":2,)" + config + R"(,"layers":[)" + layers + "]}") ==
        "layers: there are 128, more than 127");
}

index with(std::vector<std::string> platforms) {
  std::string entries;
  for (std::size_t i = 0; i < platforms.size(); ++i)
    entries += (i == 0 ? "" : ",") + entry(platforms[i], digest::of(std::to_string(i)).text());
  return *parse_index(R"({"schemaVersion":2,"manifests":[)" + entries + "]}");
}

TEST_CASE("an index gives the image for a platform") {
  index list = with({"", R"({"architecture":"unknown","os":"unknown"})",
                     R"({"architecture":"amd64","os":"linux"})",
                     R"({"architecture":"arm64","os":"linux","variant":"v8"})"});
  CHECK(choose(list, platform_for("x86_64"))->digest == digest::of("2"));
  CHECK(choose(list, platform_for("arm64"))->digest == digest::of("3"));
}

TEST_CASE("an index without the platform says which it has") {
  index list = with({R"({"architecture":"arm","os":"linux","variant":"v7"})",
                     R"({"architecture":"unknown","os":"unknown"})",
                     R"({"architecture":"amd64","os":"windows"})"});
  auto chosen = choose(list, platform_for("arm64"));
  REQUIRE(!chosen);
  CHECK(chosen.error().what ==
        "there is no image for linux/arm64 in the index; it has linux/arm/v7, windows/amd64");
  auto nothing = choose(with({""}), platform_for("x86_64"));
  REQUIRE(!nothing);
  CHECK(nothing.error().what ==
        "there is no image for linux/amd64 in the index; it names no platform");
}

}  // namespace
}  // namespace lambent::oci
