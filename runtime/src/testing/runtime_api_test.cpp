#include <doctest/doctest.h>
#include <lambent/testing.hpp>

#include <chrono>
#include <string>
#include <thread>

using namespace lambent;
using namespace std::chrono_literals;

namespace {

runtime::options options_for(const testing::runtime_api& api) {
  return {.api = api.address(), .backoff_first = 1ms, .set_trace_variable = false};
}

}  // namespace

TEST_CASE("a Runtime API for tests hands out invocations and keeps their answers") {
  testing::runtime_api api;
  REQUIRE_MESSAGE(!api.address().empty(), api.problem());
  const std::string first = api.push("1");
  const std::string second = api.push({.event = "2",
                                       .request_id = "mine",
                                       .trace_id = "Root=1-2",
                                       .client_context = R"({"custom":{}})",
                                       .tenant_id = "blue"});
  CHECK(second == "mine");
  runtime function(options_for(api));
  REQUIRE(function.next() == status::ok);
  CHECK(function.event() == "1");
  CHECK(function.current().request_id == first);
  CHECK(function.current().remaining() > 0ms);
  CHECK(function.current().remaining() <= 3s);
  REQUIRE(function.reply("one", "text/plain") == status::ok);
  REQUIRE(function.next() == status::ok);
  CHECK(function.current().trace_id == "Root=1-2");
  CHECK(function.current().client_context == R"({"custom":{}})");
  CHECK(function.current().tenant_id == "blue");
  REQUIRE(function.fail({"NoStock", "none \"left\""}) == status::ok);

  const auto later = api.wait("mine");
  REQUIRE(later.has_value());
  CHECK_FALSE(later->ok());
  CHECK(later->error->type == "NoStock");
  CHECK(later->error->message == "none \"left\"");
  const auto earlier = api.wait(first);
  REQUIRE(earlier.has_value());
  CHECK(earlier->ok());
  CHECK(earlier->body == "one");
  CHECK(earlier->content_type == "text/plain");
  CHECK_FALSE(api.wait(first, 1ms).has_value());  // An answer is given once.
}

TEST_CASE("several functions share a Runtime API for tests, each with an invocation of its own") {
  testing::runtime_api api;
  const auto echo = [&api] {
    runtime function(options_for(api));
    while (function.next() == status::ok && function.event() != "end") {
      (void)function.reply(function.event());
    }
    (void)function.reply("ended");
  };
  std::thread a(echo);
  std::thread b(echo);
  for (int i = 0; i < 50; ++i) {
    const std::string event = std::to_string(i);
    CHECK(api.invoke(event).body == event);
  }
  CHECK(api.invoke("end").body == "ended");
  CHECK(api.invoke("end").body == "ended");
  a.join();
  b.join();
}

TEST_CASE("what Lambda refuses is refused: an unknown id, a second answer, too much") {
  testing::runtime_api api;
  const std::string id = api.push("1");
  runtime function(options_for(api));
  REQUIRE(function.next() == status::ok);
  CHECK(function.reply(std::string(6 * 1024 * 1024 + 101, 'x')) == status::refused);
  const auto a = api.wait(id);
  REQUIRE(a.has_value());
  REQUIRE_FALSE(a->ok());
  CHECK(a->error->type == "Function.ResponseSizeTooLarge");
}

TEST_CASE("an init error is told, and an answer that never comes is an error with a hint") {
  testing::runtime_api api;
  CHECK_FALSE(api.wait_for_init_error(1ms).has_value());
  runtime function(options_for(api));
  REQUIRE(function.fail_init({"NoDatabase", "refused"}) == status::ok);
  const auto why = api.wait_for_init_error();
  REQUIRE(why.has_value());
  CHECK(why->type == "NoDatabase");
  CHECK(why->message == "refused");
  const auto late = api.invoke("1", 5ms);
  REQUIRE_FALSE(late.ok());
  CHECK(late.error->type == "Sandbox.Timedout");
  CHECK(late.error->message.find("AWS_LAMBDA_RUNTIME_API=" + api.address()) != std::string::npos);
}
