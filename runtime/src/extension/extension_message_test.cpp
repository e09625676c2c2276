#include "extension_message.hpp"

#include <doctest/doctest.h>

using namespace lambent;
using std::chrono::milliseconds;
using std::chrono::system_clock;

TEST_CASE("an extension registers for the events it wants") {
  CHECK(register_body({}) == R"({"events":["INVOKE","SHUTDOWN"]})");
  CHECK(register_body({.invoke = false}) == R"({"events":["SHUTDOWN"]})");
  CHECK(register_body({.invoke = false, .shutdown = false}) == R"({"events":[]})");
}

TEST_CASE("an INVOKE event has its deadline, ids and trace; an emulator leaves the trace out") {
  extension_event event;
  std::string problem;
  REQUIRE(read_event(
      R"({"eventType":"INVOKE","deadlineMs":1700000000123,"requestId":"3da1f2dc",
          "invokedFunctionArn":"arn:aws:lambda:us-east-2:123456789012:function:f",
          "tracing":{"type":"X-Amzn-Trace-Id","value":"Root=1-5f35ae12"}})",
      event, problem));
  const invoke_event* const invoke = event.invoke();
  REQUIRE(invoke != nullptr);
  CHECK(event.shutdown() == nullptr);
  CHECK(event.type == "INVOKE");
  CHECK(invoke->deadline == system_clock::time_point(milliseconds(1700000000123)));
  CHECK(invoke->request_id == "3da1f2dc");
  CHECK(invoke->invoked_function_arn == "arn:aws:lambda:us-east-2:123456789012:function:f");
  CHECK(invoke->tracing.type == "X-Amzn-Trace-Id");
  CHECK(invoke->tracing.value == "Root=1-5f35ae12");
  REQUIRE(read_event(R"({"eventType":"INVOKE","requestId":"2","tracing":null})", event, problem));
  CHECK(event.invoke()->tracing.value.empty());
  CHECK(event.invoke()->deadline == system_clock::time_point{});
}

TEST_CASE("a SHUTDOWN event has its reason and its deadline") {
  extension_event event;
  std::string problem;
  REQUIRE(read_event(R"({"eventType":"SHUTDOWN","shutdownReason":"spindown","deadlineMs":42})",
                     event, problem));
  REQUIRE(event.shutdown() != nullptr);
  CHECK(event.shutdown()->reason == "spindown");
  CHECK(event.shutdown()->deadline == system_clock::time_point(milliseconds(42)));
}

TEST_CASE("an event of an unknown type is kept, whatever its members are") {
  extension_event event;
  std::string problem;
  const std::string_view text = R"({"eventType":"CHECKPOINT","deadlineMs":"soon"})";
  REQUIRE(read_event(text, event, problem));
  CHECK(event.type == "CHECKPOINT");
  CHECK(event.raw == text);
  CHECK(event.invoke() == nullptr);
  CHECK(event.shutdown() == nullptr);
}

TEST_CASE("what is no event is refused with its place") {
  extension_event event;
  std::string problem;
  for (const char* const text : {"", "null", "{}", R"({"eventType":"INVOKE","requestId":7})",
                                 R"({"eventType":"INVOKE"} x)"}) {
    CAPTURE(text);
    problem.clear();
    CHECK_FALSE(read_event(text, event, problem));
    CHECK_FALSE(problem.empty());
  }
}

TEST_CASE("a deadline that does not fit the clock is none") {
  extension_event event;
  std::string problem;
  REQUIRE(read_event(R"({"eventType":"INVOKE","deadlineMs":9223372036854775807})", event, problem));
  CHECK(event.invoke()->deadline == system_clock::time_point{});
  REQUIRE(read_event(R"({"eventType":"INVOKE","deadlineMs":-1})", event, problem));
  CHECK(event.invoke()->deadline == system_clock::time_point{});
}

TEST_CASE("a refusal is told by its type and message, or as it came") {
  CHECK(refusal_text(R"({"errorMessage":"INVOKE: no","errorType":"Extension.InvalidEventType"})") ==
        "Extension.InvalidEventType: INVOKE: no");
  CHECK(refusal_text("<html>") == "<html>");
  CHECK(refusal_text(std::string(1000, 'x')).size() == 300);
}
