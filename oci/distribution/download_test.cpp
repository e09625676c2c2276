#include "oci/distribution/download.hpp"

#include <doctest/doctest.h>

#include "oci/distribution/limits.hpp"
#include "oci/distribution/registry_source.hpp"
#include "oci/distribution/testing/fake_registry.hpp"
#include "oci/distribution/wire/refusal.hpp"
#include "oci/manifest.hpp"
#include "oci/media_type.hpp"

using namespace lambent;
using namespace lambent::oci;
using namespace lambent::oci::distribution;
using distribution::testing::answer;
using distribution::testing::broken;
using distribution::testing::cut;
using distribution::testing::fake_registry;

namespace {

const std::string content = [] {
  std::string out(10'000, '\0');
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<char>(i * 31 % 251);
  return out;
}();

descriptor blob_in(fake_registry& registry) {
  descriptor out{.media_type = std::string(media_type::layer_tar),
                 .digest = digest::of(content),
                 .size = content.size()};
  registry.blobs["app"][out.digest.text()] = content;
  return out;
}

struct taken {
  std::string bytes{};
  sink into = [this](std::string_view piece) -> result<> {
    bytes += piece;
    return {};
  };
};

std::string manifest_in(fake_registry& registry, const std::string& tag) {
  const std::string bytes = write(manifest{.media_type = std::string(media_type::manifest),
                                           .config = {.media_type = std::string(media_type::config),
                                                      .digest = digest::of("{}"),
                                                      .size = 2},
                                           .layers = {},
                                           .annotations = {}});
  const std::string name = digest::of(bytes).text();
  registry.manifests["app"][tag] = registry.manifests["app"][name] = bytes;
  registry.media_types[name] = media_type::manifest;
  return bytes;
}

registry_reference app(const std::string& rest) {
  return parse_registry_reference("registry.example/app" + rest).value();
}

}  // namespace

TEST_CASE("a connection that breaks again and again gives each byte once") {
  fake_registry registry;
  const descriptor blob = blob_in(registry);
  SUBCASE("in the middle") {
    registry.cuts = [](int number, const http_request&) {
      return number <= 8 ? cut::midway : cut::none;
    };
  }
  SUBCASE("before anything") {
    registry.cuts = [](int number, const http_request&) {
      return number <= 3 ? cut::before : cut::none;
    };
  }
  SUBCASE("of a registry that knows no ranges") {
    registry.takes_ranges = false;
    registry.cuts = [](int number, const http_request&) {
      return number <= 3 ? cut::midway : cut::none;
    };
  }
  taken got;
  auto with = registry.connect();
  REQUIRE(download_blob(*with, "app", blob, got.into).has_value());
  CHECK(got.bytes == content);
  CHECK(!registry.waits.empty());
}

TEST_CASE("the second request asks for the rest alone") {
  fake_registry registry;
  const descriptor blob = blob_in(registry);
  registry.cuts = [](int number, const http_request&) {
    return number == 1 ? cut::midway : cut::none;
  };
  taken got;
  auto with = registry.connect();
  REQUIRE(download_blob(*with, "app", blob, got.into).has_value());
  REQUIRE(registry.calls.size() == 2);
  CHECK(registry.calls[0].range.empty());
  CHECK(registry.calls[1].range == "bytes=5000-");
}

TEST_CASE("a range that is not the one asked for is not believed; all of the blob is fetched") {
  for (const char* range : {"bytes 7000-9999/10000", "bytes 5000-9999/12345", "nonsense", ""}) {
    fake_registry registry;
    const descriptor blob = blob_in(registry);
    registry.cuts = [](int number, const http_request&) {
      return number == 1 ? cut::midway : cut::none;
    };
    registry.instead = [&](const http_request& request) -> std::optional<attempt> {
      if (registry.calls.back().range.empty()) return {};
      http_answer head{.status = 206, .headers = {{"content-range", range}}};
      auto took = request.sink(head, "other bytes");
      if (took) return head;
      return std::unexpected(http_failure{http_failure::kind::ours, took.error()});
    };
    taken got;
    auto with = registry.connect();
    REQUIRE_MESSAGE(download_blob(*with, "app", blob, got.into).has_value(), range);
    CHECK(got.bytes == content);
    CHECK(registry.calls.size() == 3);
    CHECK(registry.calls[2].range.empty());
  }
}

TEST_CASE("a range that begins earlier is cut to what is new") {
  fake_registry registry;
  const descriptor blob = blob_in(registry);
  registry.cuts = [](int number, const http_request&) {
    return number == 1 ? cut::midway : cut::none;
  };
  registry.instead = [&](const http_request& request) -> std::optional<attempt> {
    if (registry.calls.back().range.empty()) return {};
    http_answer head{.status = 206, .headers = {{"content-range", "bytes 4000-9999/10000"}}};
    CHECK(request.sink(head, content.substr(4000, 500)).has_value());
    CHECK(request.sink(head, content.substr(4500)).has_value());
    return head;
  };
  taken got;
  auto with = registry.connect();
  REQUIRE(download_blob(*with, "app", blob, got.into).has_value());
  CHECK(got.bytes == content);
}

TEST_CASE("other content than the digest's is an error, and so is more or less of it") {
  fake_registry registry;
  descriptor blob = blob_in(registry);
  std::string& stored = registry.blobs["app"][blob.digest.text()];
  taken got;
  auto with = registry.connect();
  SUBCASE("other") {
    stored[5] ^= 1;
    auto done = download_blob(*with, "app", blob, got.into);
    REQUIRE(!done.has_value());
    CHECK(done.error().what.contains("has other content"));
  }
  SUBCASE("more") {
    stored += "x";
    auto done = download_blob(*with, "app", blob, got.into);
    REQUIRE(!done.has_value());
    CHECK(done.error().what.contains("is longer than the 10000 bytes"));
    CHECK(registry.calls.size() == 1);
  }
  SUBCASE("less") {
    stored.resize(100);
    auto done = download_blob(*with, "app", blob, got.into);
    REQUIRE(!done.has_value());
    CHECK(done.error().what.contains("sent less than the whole blob"));
  }
}

TEST_CASE("a blob stored elsewhere is fetched there, without our credentials") {
  fake_registry registry;
  registry.blob_host = "https://storage.example";
  const descriptor blob = blob_in(registry);
  registry.instead = [&](const http_request& request) -> std::optional<attempt> {
    if (!request.url.starts_with("https://registry.example") ||
        !registry.calls.back().authorization.empty())
      return {};
    return answer(401, {{"www-authenticate", "Basic realm=r"}});
  };
  taken got;
  auto with = registry.connect([](const std::string&) { return login{"me", "secret"}; });
  REQUIRE(download_blob(*with, "app", blob, got.into).has_value());
  CHECK(got.bytes == content);
  REQUIRE(registry.calls.size() == 3);
  CHECK(registry.calls[1].authorization == "Basic bWU6c2VjcmV0");
  CHECK(registry.calls[2].url.starts_with("https://storage.example/"));
  CHECK(registry.calls[2].authorization.empty());
}

TEST_CASE("redirects to http, in circles and to nowhere are ends") {
  fake_registry registry;
  const descriptor blob = blob_in(registry);
  taken got;
  auto with = registry.connect();
  std::string to, why;
  SUBCASE("http") {
    to = "http://registry.example/x";
    why = "leads from https to http://registry.example/x";
  }
  SUBCASE("circle") {
    to = "/v2/app/blobs/x";
    why = "redirects more than 5 times";
  }
  SUBCASE("nowhere") {
    to = "ftp://h/";
    why = "follow a redirect";
  }
  registry.instead = [&](const http_request&) { return answer(302, {{"location", to}}); };
  auto done = download_blob(*with, "app", blob, got.into);
  REQUIRE(!done.has_value());
  CHECK(done.error().what.contains(why));
}

TEST_CASE("what passes is waited for as the registry asks") {
  fake_registry registry;
  const descriptor blob = blob_in(registry);
  registry.instead = [&](const http_request&) -> std::optional<attempt> {
    if (registry.calls.size() == 1) return answer(429, {{"retry-after", "7"}});
    if (registry.calls.size() == 2) return answer(503);
    return {};
  };
  taken got;
  auto with = registry.connect();
  REQUIRE(download_blob(*with, "app", blob, got.into).has_value());
  REQUIRE(registry.waits.size() == 2);
  CHECK(registry.waits[0] == std::chrono::seconds(7));
  CHECK(registry.waits[1] == limits::first_wait);
}

TEST_CASE("a registry that stays ill is told with what it said") {
  fake_registry registry;
  const descriptor blob = blob_in(registry);
  registry.instead = [](const http_request&) { return answer(503, {}, "down for repair"); };
  taken got;
  auto with = registry.connect();
  auto done = download_blob(*with, "app", blob, got.into);
  REQUIRE(!done.has_value());
  CHECK(done.error().what == "read " + blob.digest.text() +
                                 " of app, tried 6 times: the registry "
                                 "answered 503: down for repair");
}

TEST_CASE("who takes the blob may stop it") {
  fake_registry registry;
  const descriptor blob = blob_in(registry);
  auto with = registry.connect();
  auto done =
      download_blob(*with, "app", blob, [](std::string_view) { return fail("the disk is full"); });
  REQUIRE(!done.has_value());
  CHECK(done.error().what.ends_with("the disk is full"));
  CHECK(registry.calls.size() == 1);
}

TEST_CASE("an image's root is what its tag or its digest leads to") {
  fake_registry registry;
  const std::string bytes = manifest_in(registry, "v1");
  const std::string name = digest::of(bytes).text();
  for (const std::string& rest : {std::string(":v1"), "@" + name}) {
    registry_source source(app(rest), registry.connect());
    auto root = source.root();
    REQUIRE(root.has_value());
    CHECK(root->digest.text() == name);
    CHECK(root->media_type == media_type::manifest);
    CHECK(read_document(source, *root) == bytes);
  }
  CHECK(registry.calls.size() == 2);
}

TEST_CASE("a manifest that is not what its digest says, or what the registry says, is refused") {
  fake_registry registry;
  const std::string name = digest::of(manifest_in(registry, "v1")).text();
  SUBCASE("asked for by digest") {
    registry.manifests["app"][name] += " ";
    registry_source source(app("@" + name), registry.connect());
    CHECK(source.root().error().what.contains("sent other content than " + name));
  }
  SUBCASE("by tag") {
    registry.instead = [&](const http_request&) {
      return answer(200, {{"docker-content-digest", name}}, "{}");
    };
    registry_source source(app(":v1"), registry.connect());
    CHECK(source.root().error().what.contains("sent other content than " + name));
  }
}

TEST_CASE("a tag that is not there is told with those that are, through all pages") {
  fake_registry registry;
  registry.instead = [&](const http_request& request) -> std::optional<attempt> {
    if (request.url.ends_with("/tags/list"))
      return answer(200, {{"link", "</v2/app/tags/list?last=v1>; rel=\"next\""}},
                    R"({"name":"app","tags":["v0","v1"]})");
    if (request.url.ends_with("/tags/list?last=v1"))
      return answer(200, {}, R"({"name":"app","tags":["v2"]})");
    return {};
  };
  registry_source source(app(":v9"), registry.connect());
  auto root = source.root();
  REQUIRE(!root.has_value());
  CHECK(root.error().what ==
        "read registry.example/app:v9: the registry answered 404: MANIFEST_UNKNOWN: no");
  CHECK(root.error().hint == "its tags are v0, v1, v2");
  CHECK(root.error().code == registry_has_not);
}

TEST_CASE("a list of tags without end has one here") {
  fake_registry registry;
  registry.instead = [&](const http_request&) {
    return answer(200, {{"link", "</v2/app/tags/list>; rel=next"}}, R"({"tags":["a"]})");
  };
  auto with = registry.connect();
  CHECK(list_tags(*with, "app").value().size() == limits::pages_max);
}
