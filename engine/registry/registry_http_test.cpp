// Every MUST of the distribution specification that concerns a registry, and the SHOULDs it heeds.
#include <boost/json.hpp>

#include "engine/registry/limits.hpp"
#include "engine/registry/testing.hpp"

namespace lambent::registry {

using namespace testing;
namespace media = oci::media_type;

namespace {

std::string code_of(const http::response& of) {
  auto read = boost::json::parse(of.body);
  return std::string(read.at("errors").at(0).at("code").as_string());
}

std::string begin(registry_fixture& in, const std::string& repository) {
  auto begun = in.ask("POST", "/v2/" + repository + "/blobs/uploads/");
  REQUIRE(begun.status == 202);
  CHECK(begun.headers.get("Range") == "0-0");
  CHECK(begun.headers.get("Location").ends_with(begun.headers.get("Docker-Upload-UUID")));
  return std::string(begun.headers.get("Location"));
}

}  // namespace

TEST_CASE_FIXTURE(registry_fixture, "end-1: /v2/ says that a registry is here") {
  auto made = ask("GET", "/v2/");
  CHECK(made.status == 200);
  CHECK(made.headers.get("Docker-Distribution-Api-Version") == "registry/2.0");
  CHECK(ask("POST", "/v2/").status == 405);
  CHECK(ask("POST", "/v2/").headers.get("Allow") == "GET, HEAD");
  CHECK(ask("GET", "/v2/nothing").status == 404);
}

TEST_CASE_FIXTURE(registry_fixture, "end-2: a blob is pulled whole, in part, or asked about") {
  push("a/b", "0123456789");
  std::string blob = "/v2/a/b/blobs/" + digest_of("0123456789");
  auto got = ask("GET", blob);
  CHECK(got.status == 200);
  CHECK(content(got) == "0123456789");
  CHECK(got.headers.get("Docker-Content-Digest") == digest_of("0123456789"));
  CHECK(got.headers.get("Accept-Ranges") == "bytes");
  auto head = ask("HEAD", blob);
  CHECK(head.status == 200);
  CHECK(head.body_bytes() == 10);
  auto part = ask("GET", blob, {{"Range", "bytes=2-4"}});
  CHECK(part.status == 206);
  CHECK(part.headers.get("Content-Range") == "bytes 2-4/10");
  CHECK(content(part) == "234");
  CHECK(content(ask("GET", blob, {{"Range", "bytes=-3"}})) == "789");
  CHECK(content(ask("GET", blob, {{"Range", "bytes=8-"}, {"If-Range", got.headers.get("ETag")}})) ==
        "89");
  CHECK(ask("GET", blob, {{"Range", "bytes=8-"}, {"If-Range", "\"other\""}}).status == 200);
  auto none = ask("GET", blob, {{"Range", "bytes=10-"}});
  CHECK(none.status == 416);
  CHECK(none.headers.get("Content-Range") == "bytes */10");
  CHECK(ask("GET", blob, {{"If-None-Match", got.headers.get("ETag")}}).status == 304);

  CHECK(code_of(ask("GET", "/v2/a/b/blobs/" + digest_of("x"))) == "BLOB_UNKNOWN");
  CHECK(ask("GET", "/v2/a/b/blobs/sha512:" + std::string(128, 'a')).status == 404);
  CHECK(code_of(ask("GET", "/v2/a/b/blobs/sha256:x")) == "DIGEST_INVALID");
  CHECK(code_of(ask("GET", "/v2/none/blobs/" + digest_of("x"))) == "NAME_UNKNOWN");
  CHECK(code_of(ask("GET", "/v2/NONE/blobs/" + digest_of("x"))) == "NAME_INVALID");
  push("other", "x");
  CHECK(ask("GET", "/v2/a/b/blobs/" + digest_of("x")).status == 404);
}

TEST_CASE_FIXTURE(registry_fixture, "a blob of no bytes is a blob") {
  push("a", "");
  auto got = ask("GET", "/v2/a/blobs/" + digest_of(""));
  CHECK(got.status == 200);
  CHECK(got.body_bytes() == 0);
  CHECK(ask("GET", "/v2/a/blobs/" + digest_of(""), {{"Range", "bytes=0-"}}).status == 416);
}

TEST_CASE_FIXTURE(registry_fixture,
                  "end-4b: one POST pushes a blob, or refuses another one's digest") {
  auto made = ask("POST", "/v2/a/blobs/uploads/?digest=" + digest_of("blob"), {}, "blob");
  CHECK(made.status == 201);
  CHECK(made.headers.get("Location") == "/v2/a/blobs/" + digest_of("blob"));
  CHECK(made.headers.get("Docker-Content-Digest") == digest_of("blob"));
  auto bad = ask("POST", "/v2/a/blobs/uploads/?digest=" + digest_of("blob"), {}, "blot");
  CHECK(bad.status == 400);
  CHECK(code_of(bad) == "DIGEST_INVALID");
  CHECK(code_of(ask("POST", "/v2/a/blobs/uploads/?digest=md5:aa", {}, "x")) == "DIGEST_INVALID");
  CHECK(ask("POST", "/v2/a/blobs/uploads/?digest-algorithm=sha512").status == 400);
  CHECK(ask("POST", "/v2/a/blobs/uploads/?digest-algorithm=sha256").status == 202);
}

TEST_CASE_FIXTURE(registry_fixture, "a POST that pushes no blob leaves no upload behind") {
  const std::string at = "/v2/a/blobs/uploads/?digest=" + digest_of("blob");
  for (const char* range : {"nonsense", "5-8", "0-1", "0-9"}) {
    CAPTURE(range);
    auto refused = ask("POST", at, {{"Content-Range", range}}, "blob");
    CHECK(refused.status >= 400);
    CHECK(refused.headers.get("Location") == "");
    CHECK(images().knows().uploads()->empty());
  }
  CHECK(ask("POST", at, {}, "blot").status == 400);
  CHECK(images().knows().uploads()->empty());
  // The client is gone in the middle.
  auto to = receive("POST", at);
  CHECK(to->begin());
  CHECK(to->take("bl"));
  to.reset();
  CHECK(images().knows().uploads()->empty());
  // It goes well.
  CHECK(ask("POST", at, {{"Content-Range", "0-3"}}, "blob").status == 201);
  CHECK(images().knows().uploads()->empty());
}

TEST_CASE_FIXTURE(registry_fixture, "end-6: POST and PUT push a blob") {
  std::string at = begin(*this, "a");
  CHECK(code_of(ask("PUT", at, {}, "blob")) == "DIGEST_INVALID");
  auto made = ask("PUT", at + "?digest=" + digest_of("blob"), {}, "blob");
  CHECK(made.status == 201);
  CHECK(made.headers.get("Location") == "/v2/a/blobs/" + digest_of("blob"));
  CHECK(content(ask("GET", std::string(made.headers.get("Location")))) == "blob");
  // It has ended.
  CHECK(code_of(ask("GET", at)) == "BLOB_UPLOAD_UNKNOWN");
  CHECK(code_of(ask("PATCH", at, {}, "x")) == "BLOB_UPLOAD_UNKNOWN");

  at = begin(*this, "a");
  CHECK(code_of(ask("PUT", at + "?digest=" + digest_of("blob"), {}, "blot")) == "DIGEST_INVALID");
  CHECK(ask("GET", at).status == 404);
}

TEST_CASE_FIXTURE(registry_fixture,
                  "end-5 and end-13: chunks come in order, and it is told how far they are") {
  std::string at = begin(*this, "a");
  auto first = ask("PATCH", at, {{"Content-Range", "0-3"}}, "0123");
  CHECK(first.status == 202);
  CHECK(first.headers.get("Range") == "0-3");
  CHECK(first.headers.get("Location") == at);
  for (const char* range : {"0-3", "5-8", "3-6"}) {
    CAPTURE(range);
    auto bad = ask("PATCH", at, {{"Content-Range", range}}, "4567");
    CHECK(bad.status == 416);
    CHECK(bad.headers.get("Range") == "0-3");
    CHECK(ask("PUT", at + "?digest=" + digest_of("01234567"), {{"Content-Range", range}}, "4567")
              .status == 416);
  }
  auto state = ask("GET", at);
  CHECK(state.status == 204);
  CHECK(state.headers.get("Range") == "0-3");
  CHECK(state.headers.get("Location") == at);
  CHECK(ask("PATCH", at, {{"Content-Range", "4-5"}}, "45").headers.get("Range") == "0-5");
  CHECK(ask("PUT", at + "?digest=" + digest_of("01234567"), {{"Content-Range", "6-7"}}, "67")
            .status == 201);
  CHECK(content(ask("GET", "/v2/a/blobs/" + digest_of("01234567"))) == "01234567");
}

TEST_CASE_FIXTURE(registry_fixture,
                  "a chunk that is not what its range says leaves the upload as it was") {
  std::string at = begin(*this, "a");
  CHECK(ask("PATCH", at, {}, "01").status == 202);
  for (const char* body : {"", "2", "2345", "2345678901234567890"}) {
    CAPTURE(body);
    auto bad = ask("PATCH", at, {{"Content-Range", "2-4"}}, body);
    CHECK(bad.status == 400);
    CHECK(code_of(bad) == "SIZE_INVALID");
    CHECK(ask("GET", at).headers.get("Range") == "0-1");
  }
  CHECK(code_of(ask("PATCH", at, {{"Content-Range", "x"}}, "2")) == "BLOB_UPLOAD_INVALID");
  CHECK(
      ask("PUT", at + "?digest=" + digest_of("01234"), {{"Content-Range", "2-4"}}, "234").status ==
      201);
}

TEST_CASE_FIXTURE(registry_fixture, "end-14: an upload is cancelled") {
  std::string at = begin(*this, "a");
  CHECK(ask("DELETE", at).status == 204);
  CHECK(ask("DELETE", at).status == 404);
  CHECK(ask("GET", at).status == 404);
}

TEST_CASE_FIXTURE(registry_fixture,
                  "an upload belongs to its repository, and only one request writes to it") {
  std::string at = begin(*this, "a");
  std::string id = at.substr(at.rfind('/') + 1);
  CHECK(ask("GET", "/v2/b/blobs/uploads/" + id).status == 404);
  CHECK(ask("GET", "/v2/a/blobs/uploads/..%2f..%2fregistry.db").status == 404);
  auto writer = images().claim_upload("a", id);
  REQUIRE(writer);
  CHECK(ask("PATCH", at, {}, "x").status == 409);
  CHECK(ask("DELETE", at).status == 409);
  CHECK(ask("GET", at).status == 204);
}

TEST_CASE_FIXTURE(registry_fixture, "uploads that are begun and left are limited") {
  for (std::size_t i = 0; i < limits::open_uploads_max; ++i)
    REQUIRE(images().begin_upload("a", now_ms));
  auto refused = ask("POST", "/v2/a/blobs/uploads/");
  CHECK(refused.status == 429);
  CHECK(code_of(refused) == "TOOMANYREQUESTS");
  CHECK(refused.headers.has("Retry-After"));
}

TEST_CASE_FIXTURE(registry_fixture,
                  "end-11: a blob is mounted from another repository, or an upload begins") {
  push("from", "blob");
  std::string mount = "/v2/to/blobs/uploads/?mount=" + digest_of("blob");
  CHECK(ask("POST", mount + "&from=none").status == 202);
  auto made = ask("POST", mount + "&from=from");
  CHECK(made.status == 201);
  CHECK(made.headers.get("Location") == "/v2/to/blobs/" + digest_of("blob"));
  CHECK(made.headers.get("Docker-Content-Digest") == digest_of("blob"));
  CHECK(content(ask("GET", "/v2/to/blobs/" + digest_of("blob"))) == "blob");
  CHECK(ask("POST", "/v2/third/blobs/uploads/?mount=" + digest_of("blob")).status == 201);
  CHECK(ask("POST", "/v2/to/blobs/uploads/?from=from&mount=" + digest_of("x")).status == 202);
}

TEST_CASE_FIXTURE(registry_fixture,
                  "end-7 and end-3: a manifest comes back byte for byte, by tag and by digest") {
  push("a", "{}");
  push("a", "layer");
  std::string bytes = manifest("{}", "layer") + "\n  ";
  auto made = put("a", "v1", bytes);
  CHECK(made.status == 201);
  CHECK(made.headers.get("Docker-Content-Digest") == digest_of(bytes));
  CHECK(made.headers.get("Location") == "/v2/a/manifests/" + digest_of(bytes));
  for (const std::string& reference : {std::string("v1"), digest_of(bytes)}) {
    auto got = ask("GET", "/v2/a/manifests/" + reference);
    CHECK(got.status == 200);
    CHECK(content(got) == bytes);
    CHECK(got.headers.get("Content-Type") == media::manifest);
    CHECK(got.headers.get("Docker-Content-Digest") == digest_of(bytes));
    CHECK(ask("HEAD", "/v2/a/manifests/" + reference).body_bytes() == bytes.size());
  }
  CHECK(code_of(ask("GET", "/v2/a/manifests/v2")) == "MANIFEST_UNKNOWN");
  CHECK(code_of(ask("GET", "/v2/a/manifests/.not-a-tag")) == "MANIFEST_UNKNOWN");
  CHECK(code_of(ask("GET", "/v2/a/manifests/" + digest_of("x"))) == "MANIFEST_UNKNOWN");
  CHECK(code_of(ask("GET", "/v2/a/manifests/sha256:x")) == "DIGEST_INVALID");
  CHECK(code_of(ask("GET", "/v2/none/manifests/v1")) == "NAME_UNKNOWN");
  // A manifest is no blob.
  CHECK(ask("GET", "/v2/a/blobs/" + digest_of(bytes)).status == 404);
}

TEST_CASE_FIXTURE(
    registry_fixture,
    "a manifest is refused when it is another than was said, or no manifest, or has no tag") {
  std::string image = push_image("a", "v1", "layer");
  CHECK(code_of(put("a", digest_of("x"), image)) == "DIGEST_INVALID");
  CHECK(code_of(put("a", "v1", "{")) == "MANIFEST_INVALID");
  CHECK(code_of(put("a", "-v1", image)) == "MANIFEST_INVALID");
  CHECK(code_of(put("a", std::string(129, 'x'), image)) == "MANIFEST_INVALID");
  CHECK(code_of(put("a", "v1", image, media::index)) == "MANIFEST_INVALID");
  auto large = put("a", "v1", std::string(limits::manifest_max_bytes + 1, ' '));
  CHECK(large.status == 413);
  CHECK(put("a", std::string(128, 'x'), image).status == 201);
}

TEST_CASE_FIXTURE(registry_fixture,
                  "a manifest is refused when what it names is not there, or of another size") {
  push("a", "{}");
  push("other", "layer");
  auto missing = put("a", "v1", manifest("{}", "layer"));
  CHECK(missing.status == 404);
  CHECK(code_of(missing) == "MANIFEST_BLOB_UNKNOWN");
  CHECK(missing.body.contains(digest_of("layer")));
  CHECK(code_of(put("a", "v1", index_of("x"), media::index)) == "MANIFEST_BLOB_UNKNOWN");
  push("a", "layer");
  std::string wrong = manifest("{}", "layer");
  auto size = wrong.find(R"("size":5)");
  REQUIRE(size != std::string::npos);
  wrong.replace(size, 8, R"("size":6)");
  CHECK(code_of(put("a", "v1", wrong)) == "MANIFEST_INVALID");
  CHECK(ask("GET", "/v2/a/manifests/v1").status == 404);
}

TEST_CASE_FIXTURE(registry_fixture, "end-7b: a push by digest may bring tags") {
  std::string image = push_image("a", "v1", "layer");
  auto made = put("a", digest_of(image) + "?tag=v2&tag=v3", image);
  CHECK(made.status == 201);
  CHECK(made.headers.get("OCI-Tag") == "v2");
  CHECK(content(ask("GET", "/v2/a/manifests/v3")) == image);
  std::string many = digest_of(image) + "?";
  for (std::size_t i = 0; i <= limits::tags_of_a_push_max; ++i)
    many += "tag=t" + std::to_string(i) + "&";
  CHECK(put("a", many, image).status == 414);
}

TEST_CASE_FIXTURE(registry_fixture, "a manifest that the client does not accept is not given") {
  std::string image = push_image("a", "v1", "layer");
  CHECK(put("a", "multi", index_of(image), media::index).status == 201);
  CHECK(ask("GET", "/v2/a/manifests/multi", {{"Accept", media::manifest}}).status == 404);
  CHECK(ask("GET", "/v2/a/manifests/multi", {{"Accept", media::manifest}, {"Accept", media::index}})
            .status == 200);
  CHECK(ask("GET", "/v2/a/manifests/multi", {{"Accept", "*/*"}}).status == 200);
}

TEST_CASE_FIXTURE(registry_fixture, "end-8: tags come in order, in pages") {
  std::string image = push_image("a", "b", "layer");
  for (const char* tag : {"a", "C", "1"}) CHECK(put("a", tag, image).status == 201);
  CHECK(ask("GET", "/v2/a/tags/list").body == R"({"name":"a","tags":["1","C","a","b"]})");
  CHECK_FALSE(ask("GET", "/v2/a/tags/list").headers.has("Link"));
  auto first = ask("GET", "/v2/a/tags/list?n=2");
  CHECK(first.body == R"({"name":"a","tags":["1","C"]})");
  CHECK(first.headers.get("Link") == R"(</v2/a/tags/list?last=C&n=2>; rel="next")");
  auto second = ask("GET", "/v2/a/tags/list?last=C&n=2");
  CHECK(second.body == R"({"name":"a","tags":["a","b"]})");
  CHECK_FALSE(second.headers.has("Link"));
  CHECK(ask("GET", "/v2/a/tags/list?last=C").body == R"({"name":"a","tags":["a","b"]})");
  auto none = ask("GET", "/v2/a/tags/list?n=0");
  CHECK(none.body == R"({"name":"a","tags":[]})");
  CHECK_FALSE(none.headers.has("Link"));
  CHECK(ask("GET", "/v2/a/tags/list?n=-1").status == 400);
  CHECK(code_of(ask("GET", "/v2/none/tags/list")) == "NAME_UNKNOWN");
  push("empty", "x");
  CHECK(ask("GET", "/v2/empty/tags/list").body == R"({"name":"empty","tags":[]})");
}

TEST_CASE_FIXTURE(registry_fixture, "repositories are listed in pages") {
  for (const char* name : {"b", "a/x", "c"}) push(name, "x");
  CHECK(ask("GET", "/v2/_catalog").body == R"({"repositories":["a/x","b","c"]})");
  auto first = ask("GET", "/v2/_catalog?n=1");
  CHECK(first.body == R"({"repositories":["a/x"]})");
  CHECK(first.headers.get("Link") == R"(</v2/_catalog?last=a%2Fx&n=1>; rel="next")");
}

TEST_CASE_FIXTURE(registry_fixture, "end-9: a tag goes alone, a manifest with its tags") {
  std::string image = push_image("a", "v1", "layer");
  CHECK(put("a", "v2", image).status == 201);
  CHECK(ask("DELETE", "/v2/a/manifests/v1").status == 202);
  CHECK(ask("GET", "/v2/a/manifests/v1").status == 404);
  CHECK(ask("GET", "/v2/a/manifests/v2").status == 200);
  CHECK(ask("DELETE", "/v2/a/manifests/v1").status == 404);
  CHECK(ask("DELETE", "/v2/a/manifests/" + digest_of(image)).status == 202);
  CHECK(ask("GET", "/v2/a/manifests/v2").status == 404);
  CHECK(ask("DELETE", "/v2/a/manifests/" + digest_of(image)).status == 404);
  CHECK(ask("DELETE", "/v2/none/manifests/v1").status == 404);
}

TEST_CASE_FIXTURE(registry_fixture, "end-10: a blob is deleted, but not out of an image") {
  std::string image = push_image("a", "v1", "layer");
  std::string blob = "/v2/a/blobs/" + digest_of("layer");
  auto held = ask("DELETE", blob);
  CHECK(held.status == 405);
  CHECK(held.body.contains(digest_of(image)));
  CHECK(ask("DELETE", "/v2/a/manifests/" + digest_of(image)).status == 202);
  CHECK(ask("DELETE", blob).status == 202);
  CHECK(ask("GET", blob).status == 404);
  CHECK(ask("DELETE", blob).status == 404);
}

TEST_CASE_FIXTURE(registry_fixture,
                  "end-12: referrers are found by their subject, which may come later or never") {
  std::string subject = manifest("{}", "layer");
  std::string list = "/v2/a/referrers/" + digest_of(subject);
  CHECK(ask("GET", list).status == 200);
  CHECK(ask("GET", "/v2/a/referrers/v1").status == 400);
  push("a", "{}");
  push("a", "layer");
  std::string about = R"(,"subject":)" + descriptor(subject, media::manifest);
  std::string plain = manifest("{}", "layer", about);
  std::string typed =
      manifest("{}", "layer", R"(,"artifactType":"application/x","annotations":{"k":"v"})" + about);
  auto made = put("a", digest_of(plain), plain);
  CHECK(made.status == 201);
  CHECK(made.headers.get("OCI-Subject") == digest_of(subject));
  CHECK(put("a", digest_of(typed), typed).status == 201);

  auto all = ask("GET", list);
  CHECK(all.headers.get("Content-Type") == media::index);
  auto read = boost::json::parse(all.body);
  CHECK(read.at("schemaVersion") == 2);
  REQUIRE(read.at("manifests").as_array().size() == 2);
  auto some = ask("GET", list + "?artifactType=application%2Fx");
  CHECK(some.headers.get("OCI-Filters-Applied") == "artifactType");
  CHECK(boost::json::parse(some.body).at("manifests") ==
        boost::json::parse(R"([{"mediaType":")" + std::string(media::manifest) + R"(","digest":")" +
                           digest_of(typed) + R"(","size":)" + std::to_string(typed.size()) +
                           R"(,"artifactType":"application/x","annotations":{"k":"v"}}])"));
  auto by_config = ask(
      "GET", list + "?artifactType=" + std::string("application%2Fvnd.oci.image.config.v1%2Bjson"));
  CHECK(boost::json::parse(by_config.body).at("manifests").at(0).at("digest").as_string() ==
        boost::json::string(digest_of(plain)));
}

TEST_CASE_FIXTURE(registry_fixture, "referrers beyond a page are a link away") {
  push("a", "{}");
  push("a", "layer");
  std::string about = R"(,"subject":)" + descriptor("s", media::manifest);
  std::string much(limits::referrers_max_bytes / 4, 'x');
  for (int i = 0; i < 5; ++i) {
    std::string one = manifest(
        "{}", "layer", about + R"(,"annotations":{"k":")" + std::to_string(i) + much + "\"}");
    CHECK(put("a", digest_of(one), one).status == 201);
  }
  std::size_t seen = 0, pages = 0;
  std::string next = "/v2/a/referrers/" + digest_of("s");
  while (!next.empty() && ++pages < 9) {
    auto made = ask("GET", next);
    seen += boost::json::parse(made.body).at("manifests").as_array().size();
    std::string_view link = made.headers.get("Link");
    next = link.empty() ? "" : std::string(link.substr(1, link.find('>') - 1));
  }
  CHECK(seen == 5);
  CHECK(pages == 2);
}

TEST_CASE_FIXTURE(registry_fixture, "an immutable tag stays with its manifest") {
  std::string image = push_image("a", "v1", "layer");
  REQUIRE(images().knows().set_immutable_tags("a", true));
  push("a", "other");
  CHECK(put("a", "v1", image).status == 201);
  auto refused = put("a", "v1", manifest("{}", "other"));
  CHECK(refused.status == 403);
  CHECK(code_of(refused) == "DENIED");
  CHECK(content(ask("GET", "/v2/a/manifests/v1")) == image);
}

}  // namespace lambent::registry
