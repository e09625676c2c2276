#include "engine/registry/document.hpp"

#include "engine/registry/limits.hpp"
#include "engine/registry/testing.hpp"

namespace lambent::registry {

using namespace testing;
namespace media = oci::media_type;

TEST_CASE("a manifest names its configuration and its layers") {
  auto read = read_document(manifest("{}", "layer"), media::manifest);
  REQUIRE(read);
  CHECK_FALSE(read->is_index);
  REQUIRE(read->blobs.size() == 2);
  CHECK(read->blobs[0].digest == oci::digest::of("{}"));
  CHECK(read->blobs[1].size == 5);
  CHECK(read->artifact_type == media::config);
  CHECK_FALSE(read->subject);
}

TEST_CASE("an index names manifests") {
  auto read = read_document(index_of("x"), "");
  REQUIRE(read);
  CHECK(read->is_index);
  CHECK(read->media_type == media::index);
  CHECK(read->manifests.size() == 1);
  CHECK(read->artifact_type.empty());
}

TEST_CASE("an artifact is taken: any media types, a subject, annotations") {
  std::string text =
      manifest("{}", "x",
               R"(,"artifactType":"application/x","subject":)" +
                   descriptor("subject", media::manifest) + R"(,"annotations":{"a":"b\"c"})");
  auto read = read_document(text, std::string(media::manifest) + "; charset=utf-8");
  REQUIRE(read);
  CHECK(read->artifact_type == "application/x");
  CHECK(read->subject == oci::digest::of("subject"));
  CHECK(read->annotations == R"({"a":"b\"c"})");
}

TEST_CASE("layers that may not be distributed need not be there") {
  std::string text = R"({"schemaVersion":2,"config":)" + descriptor("{}", media::docker_config) +
                     R"(,"layers":[)" +
                     descriptor("x", "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip") +
                     "]}";
  auto read = read_document(text, media::docker_manifest);
  REQUIRE(read);
  CHECK(read->blobs.size() == 1);
}

TEST_CASE("what is no manifest is refused with the reason") {
  std::string good = manifest("{}", "x");
  struct row {
    std::string text;
    std::string_view type;
    const char* why;
  };
  for (const row& one : std::initializer_list<row>{
           {"", media::manifest, "not JSON"},
           {"[]", media::manifest, "not a JSON object"},
           {"{}", media::manifest, "'schemaVersion' is not 2"},
           {good, media::index, "'mediaType' says"},
           {good, "text/plain", "the Content-Type is text/plain"},
           {R"({"schemaVersion":2})", "text/plain", "is not one of a manifest"},
           {R"({"schemaVersion":2})", media::manifest, "must have 'config'"},
           {R"({"schemaVersion":2})", media::index, "must have 'manifests'"},
           {R"({"schemaVersion":1})", "application/vnd.docker.distribution.manifest.v1+prettyjws",
            "schema 1"},
           {R"({"schemaVersion":2,"config":{}})", media::manifest, "config.digest"},
           {R"({"schemaVersion":2,"config":7})", media::manifest, "config is not a descriptor"},
           {R"({"schemaVersion":2,"config":{"digest":")" + digest_of("") + R"(","size":-1}})",
            media::manifest, "config.size"},
           {R"({"schemaVersion":2,"manifests":{}})", media::index, "is not a list"},
           {R"({"schemaVersion":2,"manifests":[],"annotations":{"a":1}})", media::index,
            "annotation"},
           {std::string(limits::manifest_max_bytes + 1, ' '), media::manifest, "at most"},
       }) {
    CAPTURE(one.why);
    auto read = read_document(one.text, one.type);
    REQUIRE_FALSE(read);
    CHECK(read.error().message.contains(one.why));
  }
}

}  // namespace lambent::registry
