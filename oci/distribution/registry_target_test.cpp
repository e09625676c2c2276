#include "oci/distribution/registry_target.hpp"

#include <doctest/doctest.h>

#include "oci/distribution/limits.hpp"
#include "oci/distribution/testing/fake_registry.hpp"
#include "oci/manifest.hpp"
#include "oci/media_type.hpp"
#include "oci/testing.hpp"

using namespace lambent;
using namespace lambent::oci;
using namespace lambent::oci::distribution;
using distribution::testing::answer;
using distribution::testing::cut;
using distribution::testing::fake_registry;
using oci::testing::memory_source;

namespace {

// A small image and a copy of it into a registry.
struct world {
  fake_registry registry;
  memory_source source;
  std::vector<descriptor> blobs;
  descriptor image;
  std::string bytes;

  world() {
    blobs = {source.put(media_type::layer_tar, std::string(5000, 'a') + std::string(5000, 'b')),
             source.put(media_type::layer_tar, "small"), source.put(media_type::config, "{}")};
    bytes = write(manifest{.media_type = std::string(media_type::manifest),
                           .config = blobs[2],
                           .layers = {blobs[0], blobs[1]},
                           .annotations = {}});
    image = source.put(media_type::manifest, bytes);
  }

  result<> push(upload_options options = {}, const std::string& name = "app:v1") {
    registry_target target(parse_registry_reference("registry.example/" + name).value(),
                           registry.connect(), std::move(options));
    for (const descriptor& each : blobs) TRY(target.put(each, source));
    TRY(target.put(image, source));
    TRY(target.finish(image));
    counts = target.counts();
    return {};
  }

  void check_is_there() {
    for (const descriptor& each : blobs) {
      REQUIRE(registry.blobs["app"].contains(each.digest.text()));
      CHECK(digest::of(registry.blobs["app"][each.digest.text()]) == each.digest);
    }
    CHECK(registry.manifests["app"]["v1"] == bytes);
  }
  upload_counts counts;
};

}  // namespace

TEST_CASE("a look that is redirected to the storage counts as what the storage says") {
  world world;
  REQUIRE(world.push().has_value());
  world.registry.blob_host = "https://storage.example";
  world.registry.redirects_head = true;
  SUBCASE("it has the blobs") {
    REQUIRE(world.push().has_value());
    CHECK(world.counts.existed == 3);
  }
  SUBCASE("it answers no such question") {
    world.registry.instead = [](const http_request& request) -> std::optional<attempt> {
      if (request.url.starts_with("https://storage.example/")) return answer(403);
      return {};
    };
    REQUIRE(world.push().has_value());
    CHECK(world.counts.sent == 3);
  }
}

TEST_CASE("an image is pushed blob by blob, its manifest last and once") {
  world world;
  REQUIRE(world.push().has_value());
  world.check_is_there();
  const auto texts = world.registry.texts();
  REQUIRE(texts.size() == 13);
  CHECK(texts[0] == "HEAD /v2/app/blobs/" + world.blobs[0].digest.text());
  CHECK(texts[1] == "POST /v2/app/blobs/uploads/");
  CHECK(texts[2] == "PATCH /v2/app/blobs/uploads/1");
  CHECK(texts[3] == "PUT /v2/app/blobs/uploads/1");
  CHECK(texts[12] == "PUT /v2/app/manifests/v1");
  CHECK(world.counts.sent == 3);
  CHECK(world.counts.sent_bytes == 10'007);
  CHECK(world.registry.media_types[world.image.digest.text()] == media_type::manifest);

  REQUIRE(world.push().has_value());
  CHECK(world.counts.existed == 3);
  CHECK(world.registry.calls.size() == 13 + 4);
}

TEST_CASE("a connection that breaks at any call, in any way, does no harm") {
  int calls = 0;
  {
    world whole;
    REQUIRE(whole.push({.chunk_bytes = 4000}).has_value());
    calls = static_cast<int>(whole.registry.calls.size());
  }
  for (bool can_resume : {true, false}) {
    for (cut how : {cut::before, cut::midway, cut::after}) {
      for (int at = 1; at <= calls; ++at) {
        world world;
        world.registry.can_resume = can_resume;
        world.registry.cuts = [=](int number, const http_request&) {
          return number == at ? how : cut::none;
        };
        auto done = world.push({.chunk_bytes = 4000});
        INFO("call " << at << " of " << calls << ", cut " << static_cast<int>(how)
                     << (can_resume ? ", resumed" : ", from the beginning"));
        REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().what));
        world.check_is_there();
      }
    }
  }
}

TEST_CASE("a resumed upload sends what was missing and no more") {
  world world;
  world.registry.cuts = [](int number, const http_request&) {
    return number == 3 ? cut::midway : cut::none;
  };
  REQUIRE(world.push().has_value());
  world.check_is_there();
  const auto& calls = world.registry.calls;
  CHECK(calls[2].body.size() == 5000);
  CHECK(calls[3].text() == "GET /v2/app/blobs/uploads/1");
  CHECK(calls[4].content_range == "5000-9999");
  CHECK(calls[4].body.size() == 5000);
  CHECK(world.registry.waits.size() == 1);
}

TEST_CASE("chunks say which bytes they are") {
  world world;
  REQUIRE(world.push({.chunk_bytes = 4000}).has_value());
  world.check_is_there();
  const auto& calls = world.registry.calls;
  CHECK(calls[2].content_range == "0-3999");
  CHECK(calls[3].content_range == "4000-7999");
  CHECK(calls[4].content_range == "8000-9999");
}

TEST_CASE("a blob of another repository is mounted") {
  world world;
  world.registry.blobs["base"][world.blobs[0].digest.text()] =
      std::string(5000, 'a') + std::string(5000, 'b');
  REQUIRE(world.push({.mount_from = {"base"}}).has_value());
  world.check_is_there();
  CHECK(world.counts.mounted == 1);
  CHECK(world.counts.sent == 2);
  CHECK(world.registry.calls[1].url.contains("from=base"));
}

TEST_CASE("a throttled push waits as long as it is asked to") {
  world world;
  int refused = 0;
  world.registry.instead = [&](const http_request& request) -> std::optional<attempt> {
    if (request.method == "HEAD" || refused == 2) return {};
    ++refused;
    return answer(429, {{"retry-after", "3"}});
  };
  REQUIRE(world.push().has_value());
  REQUIRE(world.registry.waits.size() == 2);
  CHECK(world.registry.waits[0] == std::chrono::seconds(3));
}

TEST_CASE("a blob that is not what its digest says is told by its source, and never named") {
  world world;
  world.source.replace(world.blobs[1].digest, "smell");
  auto done = world.push();
  REQUIRE(!done.has_value());
  CHECK(done.error().what.contains("has other content"));
  CHECK(!world.registry.blobs["app"].contains(world.blobs[1].digest.text()));
  CHECK(world.registry.manifests["app"].empty());
}

TEST_CASE("what the registry refuses is told in its words") {
  world world;
  std::string path, why;
  SUBCASE("a push that is denied") {
    path = "/blobs/uploads/";
    why =
        "send it to registry.example: the registry answered 403: DENIED: not yours (nobody is "
        "logged in at registry.example)";
  }
  SUBCASE("a manifest that is denied") {
    path = "/manifests/v1";
    why =
        "write registry.example/app:v1: the registry answered 403: DENIED: not yours (nobody is "
        "logged in at registry.example)";
  }
  world.registry.instead = [&](const http_request& request) -> std::optional<attempt> {
    if (!request.url.contains(path)) return {};
    return answer(403, {}, R"({"errors":[{"code":"DENIED","message":"not yours"}]})");
  };
  auto done = world.push();
  REQUIRE(!done.has_value());
  CHECK(done.error().what == why);
}

TEST_CASE("credentials do not follow an upload to another host") {
  world world;
  world.registry.instead = [&](const http_request& request) -> std::optional<attempt> {
    if (request.url.starts_with("https://elsewhere.example/"))
      return answer(request.method == "PUT" ? 201 : 202);
    if (world.registry.calls.back().authorization.empty())
      return answer(401, {{"www-authenticate", "Basic realm=r"}});
    if (request.method == "POST")
      return answer(202, {{"location", "https://elsewhere.example/up"}});
    return {};
  };
  registry_target target(
      parse_registry_reference("registry.example/app:v1").value(),
      world.registry.connect([](const std::string&) { return login{"me", "p"}; }), {});
  REQUIRE(target.put(world.blobs[1], world.source).has_value());
  for (const auto& each : world.registry.calls)
    if (each.url.starts_with("https://elsewhere.example/")) CHECK(each.authorization.empty());
}

TEST_CASE("a digest in the name of the target must be the image's") {
  world world;
  const std::string other = digest::of("other").text();
  auto done = world.push({}, "app@" + other);
  REQUIRE(!done.has_value());
  CHECK(done.error().hint == "a digest cannot be chosen: leave it away");
  CHECK(world.push({}, "app@" + world.image.digest.text()).has_value());
}

TEST_CASE("a registry that stores something else is not trusted") {
  world world;
  world.registry.instead = [&](const http_request& request) -> std::optional<attempt> {
    if (!request.url.contains("/manifests/")) return {};
    return answer(201, {{"docker-content-digest", digest::of("other").text()}});
  };
  auto done = world.push();
  REQUIRE(!done.has_value());
  CHECK(done.error().what.contains("the registry stored " + digest::of("other").text()));
}
