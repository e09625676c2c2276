#include <doctest/doctest.h>
#include <lambent/extension_client.hpp>

#include "../runtime_api/fake_api.hpp"

using namespace lambent;

namespace {

extension_client::options towards(const fake_api& api) {
  return {.api = api.address(), .backoff_first = std::chrono::milliseconds(1)};
}

std::string registered() {
  return "HTTP/1.1 200 OK\r\nlambda-extension-identifier: i\r\nContent-Length: 2\r\n\r\n{}";
}

}  // namespace

TEST_CASE("a client steps through an extension's life, call by call") {
  fake_api api({{registered()},
                {accepted()},
                {answer_of(200, R"({"eventType":"INVOKE","requestId":"7"})")},
                {accepted(), true}});
  extension_client client(towards(api));
  REQUIRE(client.usable());
  REQUIRE(client.register_as("e", {.invoke = true, .shutdown = false}) == status::ok);
  CHECK(client.registration().identifier == "i");
  CHECK(client.subscribe({}, 4243) == status::ok);
  REQUIRE(client.next() == status::ok);
  REQUIRE(client.event().invoke() != nullptr);
  CHECK(client.event().invoke()->request_id == "7");
  CHECK(client.fail_exit({"Oops", "no"}) == status::ok);
  CHECK(api.requests().size() == 4);
}

TEST_CASE("what needs a registration is refused without one, and a second one too") {
  fake_api api({{registered(), true}});
  extension_client client(towards(api));
  CHECK(client.next() == status::refused);
  CHECK(client.problem() ==
        "wait for an event: this extension is not registered; call register_as() first");
  CHECK(client.subscribe({}, 1) == status::refused);
  CHECK(client.fail_init({}) == status::refused);
  CHECK(client.register_as("e") == status::ok);
  CHECK(client.register_as("e") == status::refused);
  CHECK(api.requests().size() == 1);
}

TEST_CASE("a name that is none of a file's, or would break the header, is not sent") {
  fake_api api({{registered(), true}});
  extension_client client(towards(api));
  CHECK(client.register_as("") == status::refused);
  CHECK(client.register_as("a\r\nb: c") == status::refused);
  CHECK(client.register_as(std::string(256, 'a')) == status::refused);
  CHECK(client.register_as("a b") == status::ok);
  CHECK(api.requests().size() == 1);
}

TEST_CASE("an event that makes no sense ends the waiting: it will not come again") {
  fake_api api({{registered()}, {answer_of(200, "[]"), true}});
  extension_client client(towards(api));
  REQUIRE(client.register_as("e") == status::ok);
  CHECK(client.next() == status::lost);
  CHECK(client.problem().starts_with("wait for an event: the Extensions API sent none: "));
}

TEST_CASE("a GET that is repeated on a new connection is one event") {
  fake_api api({{registered(), true},
                {answer_of(200, R"({"eventType":"INVOKE"})"), false, true},
                {answer_of(200, R"({"eventType":"SHUTDOWN"})"), true}});
  extension_client client(towards(api));
  REQUIRE(client.register_as("e") == status::ok);
  api.wait_for_hang_ups(1);
  REQUIRE(client.next() == status::ok);
  CHECK(client.event().type == "INVOKE");
  api.wait_for_hang_ups(2);
  REQUIRE(client.next() == status::ok);
  CHECK(client.event().type == "SHUTDOWN");
  CHECK(api.requests().size() == 3);
  CHECK(api.connections() == 3);
}

TEST_CASE("an event is asked for once, then taken, and given up when the extension fails") {
  fake_api api({{registered()}, {""}, {accepted(), true}});
  extension_client client(towards(api));
  REQUIRE(client.register_as("e") == status::ok);
  CHECK(client.take() == status::refused);
  REQUIRE(client.ask() == status::ok);
  CHECK(client.ask() == status::refused);
  CHECK(client.problem() == "wait for an event: ask() was called already; take() follows");
  CHECK(client.fail_exit({"Oops", "no"}) == status::ok);
  CHECK(api.requests()[2].starts_with("POST /2020-01-01/extension/exit/error HTTP/1.1\r\n"));
  CHECK(api.connections() == 2);
}
