#include "engine/registry/address.hpp"

#include <doctest/doctest.h>

#include "engine/registry/service.hpp"

namespace lambent::registry {

TEST_CASE("a path below /v2/ names a resource, and its repository may have any of their words") {
  struct row {
    const char* path;
    resource what;
    const char* repository;
    const char* reference;
  };
  for (const row& one : std::initializer_list<row>{
           {"/v2", resource::base, "", ""},
           {"/v2/", resource::base, "", ""},
           {"/v2/_catalog", resource::catalog, "", ""},
           {"/v2/a/tags/list", resource::tags, "a", ""},
           {"/v2/a/b/manifests/latest", resource::manifest, "a/b", "latest"},
           {"/v2/a/manifests/sha256%3Aab", resource::manifest, "a", "sha256:ab"},
           {"/v2/a/manifests/list", resource::manifest, "a", "list"},
           {"/v2/a/blobs/sha256:ab", resource::blob, "a", "sha256:ab"},
           {"/v2/a/blobs/uploads/", resource::uploads, "a", ""},
           {"/v2/a/blobs/uploads", resource::uploads, "a", ""},
           {"/v2/a/blobs/uploads/1-2", resource::upload, "a", "1-2"},
           {"/v2/blobs/uploads/blobs/uploads/x", resource::upload, "blobs/uploads", "x"},
           {"/v2/manifests/manifests/manifests", resource::manifest, "manifests", "manifests"},
           {"/v2/a/referrers/sha256:ab", resource::referrers, "a", "sha256:ab"},
       }) {
    CAPTURE(one.path);
    auto read = read_address(one.path);
    REQUIRE(read);
    CHECK(read->what == one.what);
    CHECK(read->repository == one.repository);
    CHECK(read->reference == one.reference);
  }
}

TEST_CASE("what is no path of a registry, or no name of a repository, is told apart") {
  for (const char* path :
       {"/v2/a", "/v2/a/b", "/v2/a/tags", "/v2//", "/v2/_catalog/", "/v3/",
        "/v2/a/manifests/uploads/x", "/v2/a/uploads/x", "/v2/a/blobs/uploads/x/y"}) {
    CAPTURE(path);
    auto read = read_address(path);
    REQUIRE_FALSE(read);
    CHECK(read.error().status == 404);
  }
  for (const char* path :
       {"/v2/A/tags/list", "/v2/../manifests/x", "/v2/a//b/tags/list", "/v2//manifests/x",
        "/v2/manifests/x", "/v2/a./blobs/uploads/", "/v2/%2e%2e/blobs/x", "/v2/-/tags/list"}) {
    CAPTURE(path);
    auto read = read_address(path);
    REQUIRE_FALSE(read);
    CHECK(read.error().code == "NAME_INVALID");
  }
}

TEST_CASE("only what is below /v2/ is the registry's") {
  CHECK(is_addressed("/v2"));
  CHECK(is_addressed("/v2/"));
  CHECK(is_addressed("/v2?x"));
  CHECK(is_addressed("/v2/a/tags/list?n=1"));
  CHECK_FALSE(is_addressed("/v2x"));
  CHECK_FALSE(is_addressed("/"));
  CHECK_FALSE(is_addressed("/x?/v2/"));
}

TEST_CASE("a digest of another algorithm names nothing, and cannot be pushed") {
  std::string sha512 = "sha512:" + std::string(128, 'a'), sha256 = "sha256:" + std::string(64, 'a');
  auto wanted = read_wanted_digest(sha512);
  REQUIRE(wanted);
  CHECK_FALSE(*wanted);
  CHECK(read_digest(sha512).error().code == "DIGEST_INVALID");
  CHECK(read_wanted_digest(sha256).value().has_value());
  for (const char* bad : {"", "latest", "sha256:", ":aa", "sha256:xyz", "sha256:AA", "a+:b", "+a:b",
                          "a b:c", "sha256:../../x"}) {
    CAPTURE(bad);
    auto read = read_wanted_digest(bad);
    REQUIRE_FALSE(read);
    CHECK(read.error().status == 400);
  }
}

TEST_CASE("blobs are told from what is small, by path and method") {
  const std::string blob = "/v2/a/blobs/sha256:" + std::string(64, 'a');
  CHECK(reads_blob({"GET", blob, {}, {}}));
  CHECK(reads_blob({"HEAD", blob, {}, {}}));
  CHECK_FALSE(reads_blob({"DELETE", blob, {}, {}}));
  CHECK_FALSE(reads_blob({"GET", "/v2/a/manifests/latest", {}, {}}));
  CHECK_FALSE(reads_blob({"GET", "/v2/a/blobs/uploads/1", {}, {}}));
  CHECK_FALSE(reads_blob({"GET", "/v2/", {}, {}}));
  CHECK(carries_blob({"POST", "/v2/a/blobs/uploads/", {}, {}}));
  CHECK_FALSE(carries_blob({"GET", blob, {}, {}}));
}

TEST_CASE("the range of a chunk has both ends") {
  auto read = read_chunk_range("0-99");
  REQUIRE(read);
  CHECK(read->first == 0);
  CHECK(read->last == 99);
  CHECK(read_chunk_range("bytes 5-5/6")->last == 5);
  for (const char* bad : {"", "-", "0-", "-9", "9-8", "a-b", "0-18446744073709551616", "0 - 1"})
    CHECK_FALSE(read_chunk_range(bad));
}

TEST_CASE("a media type is accepted by name, by wildcard, or where nothing is asked for") {
  constexpr std::string_view type = "application/vnd.oci.image.index.v1+json";
  CHECK(accepts({}, type));
  CHECK(accepts({{"Accept", ""}}, type));
  CHECK(accepts({{"Accept", "*/*"}}, type));
  CHECK(accepts({{"Accept", "text/html, application/*;q=0.1"}}, type));
  CHECK(accepts({{"Accept", "text/html"}, {"accept", type}}, type));
  CHECK_FALSE(accepts({{"Accept", "application/vnd.oci.image.manifest.v1+json"}}, type));
  CHECK_FALSE(accepts({{"Accept", "application/vnd.oci.image.index.v1+json; q=0.0"}}, type));
}

}  // namespace lambent::registry
