#include "oci/distribution/auth/authorizer.hpp"

#include <doctest/doctest.h>

#include "oci/distribution/client.hpp"
#include "oci/distribution/testing/fake_registry.hpp"
#include "oci/distribution/wire/refusal.hpp"

using namespace lambent;
using namespace lambent::oci::distribution;
using lambent::oci::distribution::testing::answer;
using lambent::oci::distribution::testing::fake_registry;

namespace {

const std::string bearer =
    R"(Bearer realm="https://auth.example/token",service="reg",scope="repository:app:pull")";

// A registry that wants tokens, and the server that gives them.
struct token_world {
  fake_registry registry;
  std::string valid = "Bearer t1";
  http_answer token_answer{.status = 200, .body = R"({"token":"t1","expires_in":300})"};

  token_world() {
    registry.instead = [this](const http_request& request) -> std::optional<attempt> {
      if (request.url.starts_with("https://auth.example/")) return token_answer;
      if (registry.calls.back().authorization == valid) return answer(200);
      return answer(401, {{"www-authenticate", bearer}});
    };
  }
  attempt ask(client& with) {
    return with.send({.at = with.url_of("app", "tags/list"), .needs = {"repository:app:pull"}});
  }
};

find_login as(const login& who) {
  return [who](const std::string&) { return who; };
}

}  // namespace

TEST_CASE("a token is asked for once, with who we are, and used until it is refused") {
  token_world world;
  auto with = world.registry.connect(as({"me", "secret"}));
  CHECK(world.ask(*with)->status == 200);
  CHECK(world.ask(*with)->status == 200);
  const auto& calls = world.registry.calls;
  REQUIRE(calls.size() == 4);
  CHECK(calls[0].authorization.empty());
  CHECK(calls[1].url == "https://auth.example/token?service=reg&scope=repository%3Aapp%3Apull");
  CHECK(calls[1].authorization == "Basic bWU6c2VjcmV0");
  CHECK(calls[2].authorization == "Bearer t1");
  CHECK(calls[3].authorization == "Bearer t1");

  world.valid = "Bearer t2";
  world.token_answer.body = R"({"access_token":"t2"})";
  CHECK(world.ask(*with)->status == 200);
  CHECK(calls.size() == 7);
}

TEST_CASE("without a login a token is asked for by nobody") {
  token_world world;
  auto with = world.registry.connect();
  CHECK(world.ask(*with)->status == 200);
  CHECK(world.registry.calls[1].authorization.empty());
}

TEST_CASE("an identity token is traded in by a form") {
  token_world world;
  auto with =
      world.registry.connect(as({.user_name = {}, .password = {}, .identity_token = "id/1"}));
  CHECK(world.ask(*with)->status == 200);
  CHECK(world.registry.calls[1].method == "POST");
  CHECK(world.registry.calls[1].url == "https://auth.example/token");
}

TEST_CASE("a token that the registry does not take is tried twice and then told") {
  token_world world;
  world.valid = "Bearer another";
  auto with = world.registry.connect(as({.user_name = "me", .password = "p", .from = "a file"}));
  auto made = world.ask(*with);
  CHECK(made->status == 401);
  CHECK(world.registry.calls.size() == 5);
  auto why = with->trouble(made);
  CHECK(why.what == "the registry answered 401 (as 'me', by a file)");
  CHECK(why.code == registry_refuses);
}

TEST_CASE("a token server that refuses us is told by its name") {
  token_world world;
  world.token_answer = {.status = 401, .body = R"({"details":"wrong password"})"};
  auto with = world.registry.connect(as({"me", "wrong"}));
  auto made = world.ask(*with);
  REQUIRE(!made.has_value());
  auto why = with->trouble(made);
  CHECK(why.what ==
        "ask https://auth.example for a token: the registry answered 401: wrong password");
  CHECK(why.code == registry_refuses);
}

TEST_CASE("answers that are no tokens are refused, and never sent as a header") {
  for (const char* body :
       {"", "[]", "{}", R"({"token":1})", R"({"token":""})", R"({"token":"a\r\nX-Evil: 1"})"}) {
    token_world world;
    world.token_answer.body = body;
    auto with = world.registry.connect();
    CHECK_MESSAGE(!world.ask(*with).has_value(), body);
    CHECK(world.registry.calls.size() == 2);
  }
}

TEST_CASE("a token server without TLS gets no password") {
  fake_registry registry;
  registry.instead = [](const http_request&) {
    return answer(401, {{"www-authenticate", R"(Bearer realm="http://auth.example/")"}});
  };
  auto with = registry.connect(as({"me", "secret"}));
  auto made = with->send({.at = with->url_of("app", "tags/list")});
  REQUIRE(!made.has_value());
  CHECK(made.error().error.what.contains("it would go over http"));
  CHECK(registry.calls.size() == 1);
}

TEST_CASE("Basic is sent after it was asked for, once") {
  fake_registry registry;
  registry.instead = [&](const http_request&) {
    return answer(401, {{"www-authenticate", R"(Basic realm="r")"}});
  };
  auto with = registry.connect(as({"me", "wrong"}));
  CHECK(with->send({.at = with->url_of("app", "tags/list")})->status == 401);
  CHECK(registry.calls.size() == 2);

  fake_registry nobody;
  nobody.instead = registry.instead;
  auto unknown = nobody.connect();
  auto made = unknown->send({.at = unknown->url_of("app", "tags/list")});
  CHECK(nobody.calls.size() == 1);
  CHECK(unknown->trouble(made).what ==
        "the registry answered 401 (nobody is logged in at registry.example)");
}

TEST_CASE("credentials that cannot be looked up are an error before they are missed") {
  token_world world;
  auto with = world.registry.connect(
      [](const std::string&) -> result<std::optional<login>> { return fail("the helper died"); });
  auto made = world.ask(*with);
  REQUIRE(!made.has_value());
  CHECK(made.error().error.what == "find credentials for registry.example: the helper died");
}

TEST_CASE("a registry's name for its own host is Docker Hub's alone") {
  fake_registry registry;
  auto with = registry.connect({}, "docker.io");
  CHECK(to_text(with->url_of("library/debian", "manifests/12")) ==
        "https://registry-1.docker.io/v2/library/debian/manifests/12");
}
