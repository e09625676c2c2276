#include "engine/environment/lifecycle/lifecycle.hpp"

#include <doctest/doctest.h>

#include "engine/environment/lifecycle/testing.hpp"

using namespace lambent;
using namespace lambent::environment;
using namespace lambent::environment::testing;
using namespace std::chrono_literals;

namespace {

// An environment whose init took 10 ms and that now waits for an event.
struct warm_environment {
  lifecycle life{make_function(), "stream"};
  warm_environment() {
    REQUIRE(life.begin(at(0us)).start_process);
    REQUIRE(life.next_called(at(10ms), peak).ready);
  }
};

}  // namespace

TEST_CASE("a cold start and two invocations leave the lines Lambda leaves") {
  lifecycle life(make_function(), "stream");
  actions init = life.begin(at(0us));
  CHECK(init.start_process);
  REQUIRE(init.log.size() == 1);
  CHECK(init.log[0].starts_with("INIT_START Runtime Version: provided:al2023.v1\t"));
  CHECK(life.next_called(at(10ms), peak).ready);

  actions first = life.invoke(call("a"), at(20ms));
  CHECK(first.log == std::vector<std::string>{"START RequestId: a Version: $LATEST"});
  REQUIRE(first.deliver);
  CHECK(first.deliver->deadline_unix_ms == 1'700'000'003'020);
  actions posted = life.response_posted("a", "1", at(21ms));
  CHECK(posted.reply->status == 202);
  CHECK(posted.reply->body == R"({"status":"OK"})");
  CHECK(posted.complete->payload == "1");
  CHECK_FALSE(posted.finished);
  actions done = life.next_called(at(22ms), peak);
  CHECK(done.ready);
  CHECK(done.finished);
  CHECK(done.log ==
        std::vector<std::string>{
            "END RequestId: a",
            "REPORT RequestId: a\tDuration: 2.00 ms\tBilled Duration: 12 ms\tMemory Size: 128 MB\t"
            "Max Memory Used: 20 MB\tInit Duration: 10.00 ms\t"});

  (void)life.invoke(call("b"), at(30ms));
  (void)life.response_posted("b", "2", at(31ms));
  CHECK(life.next_called(at(31ms), peak).log[1] ==
        "REPORT RequestId: b\tDuration: 1.00 ms\tBilled Duration: 1 ms\tMemory Size: 128 MB\t"
        "Max Memory Used: 20 MB\t");
}

TEST_CASE("an error the function reports is its answer, and the report is an ordinary one") {
  warm_environment e;
  (void)e.life.invoke(call("a"), at(20ms));
  actions posted = e.life.error_posted("a", R"({"errorType":"Bad"})", at(21ms));
  CHECK(posted.reply->status == 202);
  CHECK(posted.complete->function_error);
  CHECK(posted.complete->payload == R"({"errorType":"Bad"})");
  CHECK(e.life.next_called(at(22ms), peak).log[1].find("Status:") == std::string::npos);
}

TEST_CASE("an answer to another request id is refused with 400, a second answer with 403") {
  warm_environment e;
  (void)e.life.invoke(call("a"), at(20ms));
  CHECK(e.life.response_posted("z", "1", at(21ms)).reply->status == 400);
  CHECK(e.life.response_posted("a", "1", at(21ms)).reply->status == 202);
  actions again = e.life.response_posted("a", "2", at(21ms));
  CHECK(again.reply->status == 403);
  CHECK(again.reply->body.find("InvalidStateTransition") != std::string::npos);
  CHECK_FALSE(again.complete);
  (void)e.life.next_called(at(22ms), peak);
  CHECK(e.life.response_posted("a", "3", at(23ms)).reply->status == 403);
}

TEST_CASE("a response over 6 MB becomes a function error and the runtime hears 413") {
  warm_environment e;
  (void)e.life.invoke(call("a"), at(20ms));
  actions posted = e.life.response_too_large("a", at(21ms));
  CHECK(posted.reply->status == 413);
  CHECK(posted.complete->function_error);
  CHECK(posted.complete->payload ==
        R"({"errorMessage":"Response payload size exceeded maximum allowed payload size )"
        R"((6291556 bytes).","errorType":"Function.ResponseSizeTooLarge"})");
  CHECK(e.life.next_called(at(22ms), peak).ready);
}

TEST_CASE("a streamed response keeps the invocation going until it ends") {
  warm_environment e;
  (void)e.life.invoke(call("a"), at(20ms));
  CHECK(e.life.stream_begun("z", at(21ms)).reply->status == 400);
  CHECK_FALSE(e.life.stream_begun("a", at(21ms)).reply);
  CHECK(e.life.stream_begun("a", at(21ms)).reply->status == 403);
  CHECK(e.life.response_posted("a", "1", at(21ms)).reply->status == 403);
  CHECK(e.life.error_posted("a", "{}", at(21ms)).reply->status == 403);
  CHECK_FALSE(e.life.next_called(at(22ms), peak).finished);
  actions ended = e.life.stream_ended("collected", 9, at(22ms));
  CHECK(ended.reply->status == 202);
  CHECK(ended.complete->payload == "collected");
  CHECK_FALSE(ended.complete->function_error);
  actions done = e.life.next_called(at(30ms), peak);
  CHECK(done.log[1].starts_with("REPORT RequestId: a\tDuration: 10.00 ms\t"));
  CHECK(done.log[1].find("Status:") == std::string::npos);
}

TEST_CASE("trailers make a streamed response an error that the function reported") {
  warm_environment e;
  (void)e.life.invoke(call("a"), at(20ms));
  (void)e.life.stream_begun("a", at(21ms));
  actions failed = e.life.stream_failed("Late", R"({"errorType":"Late"})", at(22ms));
  CHECK(failed.reply->status == 202);
  CHECK(failed.complete->function_error);
  CHECK(failed.complete->error_type == "Late");
  CHECK(failed.complete->payload == R"({"errorType":"Late"})");
  CHECK(e.life.next_called(at(22ms), peak).log[1].find("Status:") == std::string::npos);
}

TEST_CASE("a stream over its limit fails the invocation, and the runtime hears the limit") {
  warm_environment e;
  (void)e.life.invoke(call("a"), at(20ms));
  (void)e.life.stream_begun("a", at(21ms));
  actions posted = e.life.stream_too_large(209715200);
  CHECK(posted.reply->status == 413);
  CHECK(posted.reply->body.find("(209715200 bytes)") != std::string::npos);
  CHECK(posted.complete->error_type == "Function.ResponseSizeTooLarge");
  CHECK(e.life.next_called(at(22ms), peak).ready);
}

TEST_CASE("a stream that breaks off is truncated once the runtime asks for the next event") {
  warm_environment e;
  (void)e.life.invoke(call("a"), at(20ms));
  (void)e.life.stream_begun("a", at(21ms));
  e.life.stream_broken();
  actions done = e.life.next_called(at(25ms), peak);
  REQUIRE(done.complete);
  CHECK(done.complete->error_type == "Runtime.TruncatedResponse");
  CHECK(done.log.back().ends_with("\tStatus: error\tError Type: Runtime.TruncatedResponse"));
  CHECK(done.ready);
  CHECK(e.life.invoke(call("b"), at(30ms)).deliver);
}

TEST_CASE("a program that ends in the middle of its stream is told as any other exit") {
  warm_environment e;
  (void)e.life.invoke(call("a"), at(20ms));
  (void)e.life.stream_begun("a", at(21ms));
  e.life.stream_broken();
  actions gone = e.life.process_ended({.code = 1}, at(25ms), peak);
  CHECK(gone.complete->error_type == "Runtime.ExitError");
  CHECK(gone.complete->payload.find("exit status 1") != std::string::npos);
  CHECK(gone.reset_sandbox);
}

TEST_CASE("a stream that takes too long is cut off") {
  warm_environment e;
  (void)e.life.invoke(call("a"), at(20ms));
  (void)e.life.stream_begun("a", at(21ms));
  actions late = e.life.tick(at(20ms + 3s), peak);
  CHECK(late.complete->error_type == "Sandbox.Timedout");
  CHECK(late.log[1].ends_with("Status: timeout"));
  CHECK(late.reset_sandbox);
}

TEST_CASE("a response mode that is not streaming is refused, and fails the invocation") {
  warm_environment e;
  (void)e.life.invoke(call("a"), at(20ms));
  CHECK(e.life.response_mode_invalid("z").reply->body.find("InvalidRequestID") !=
        std::string::npos);
  actions posted = e.life.response_mode_invalid("a");
  CHECK(posted.reply->status == 400);
  CHECK(posted.reply->body.find("InvalidFunctionResponseMode") != std::string::npos);
  CHECK(posted.complete->error_type == "Runtime.InvalidResponseModeHeader");
  CHECK(e.life.next_called(at(22ms), peak).ready);
}

TEST_CASE(
    "a function that takes too long is ended, and the environment serves on with a new init") {
  warm_environment e;
  (void)e.life.invoke(call("a"), at(20ms));
  CHECK(e.life.deadline() == at(20ms).steady + 3s);
  CHECK_FALSE(e.life.tick(at(20ms + 2999ms), peak).complete);
  actions late = e.life.tick(at(20ms + 3s), peak);
  CHECK(late.reset_sandbox);
  CHECK(late.ready);
  CHECK(
      late.complete->payload ==
      R"({"errorType":"Sandbox.Timedout","errorMessage":"RequestId: a Error: Task timed out after 3.00 seconds"})");
  CHECK(late.log[0] == "END RequestId: a");
  CHECK(late.log[1].ends_with("Init Duration: 10.00 ms\tStatus: timeout"));

  actions next = e.life.invoke(call("b"), at(4s));
  CHECK(next.start_process);
  CHECK(next.log.empty());
  actions served = e.life.next_called(at(4s + 15ms), peak);
  REQUIRE(served.deliver);
  CHECK(served.log == std::vector<std::string>{"START RequestId: b Version: $LATEST"});
  (void)e.life.response_posted("b", "1", at(4s + 16ms));
  std::string report = e.life.next_called(at(4s + 20ms), peak).log[1];
  CHECK(report.find("Duration: 20.00 ms") != std::string::npos);
  CHECK(report.find("Init Duration") == std::string::npos);
}

TEST_CASE("a function that hangs after its answer is ended without a second answer") {
  warm_environment e;
  (void)e.life.invoke(call("a"), at(20ms));
  (void)e.life.response_posted("a", "1", at(21ms));
  actions late = e.life.tick(at(20ms + 3s), peak);
  CHECK_FALSE(late.complete);
  CHECK(late.finished);
  CHECK(late.reset_sandbox);
}

TEST_CASE("exits and signals during an invocation are told in Lambda's words") {
  struct {
    exit_report how;
    const char* type;
    const char* text;
  } cases[] = {
      {{.code = 0}, "Runtime.ExitError", "Runtime exited without providing a reason"},
      {{.code = 1}, "Runtime.ExitError", "Runtime exited with error: exit status 1"},
      {{.by_signal = true, .code = 11},
       "Runtime.ExitError",
       "Runtime exited with error: signal: segmentation fault"},
      {{.by_signal = true, .code = 9, .out_of_memory = true},
       "Runtime.OutOfMemory",
       "Runtime exited with error: signal: killed"},
  };
  for (const auto& c : cases) {
    warm_environment e;
    (void)e.life.invoke(call("a"), at(20ms));
    actions gone = e.life.process_ended(c.how, at(25ms), peak);
    CHECK(gone.complete->payload == std::string(R"({"errorType":")") + c.type +
                                        R"(","errorMessage":"RequestId: a Error: )" + c.text +
                                        "\"}");
    CHECK(gone.log.back().ends_with(std::string("\tStatus: error\tError Type: ") + c.type));
    CHECK(gone.ready);
    CHECK(gone.reset_sandbox);
  }
}

TEST_CASE("an init that crashes is tried once more inside the first invocation") {
  lifecycle life(make_function(), "stream");
  (void)life.begin(at(0us));
  actions crashed = life.process_ended({.code = 1}, at(10'170us), peak);
  CHECK(crashed.ready);
  CHECK(crashed.log == std::vector<std::string>{
                           "INIT_REPORT Init Duration: 10.17 ms\tPhase: init\tStatus: error\tError "
                           "Type: Runtime.ExitError"});
  CHECK(life.invoke(call("a"), at(20ms)).start_process);
  actions again = life.process_ended({.code = 1}, at(24'870us), peak);
  CHECK(again.log ==
        std::vector<std::string>{
            "INIT_REPORT Init Duration: 4.87 ms\tPhase: invoke\tStatus: error\tError Type: "
            "Runtime.ExitError",
            "START RequestId: a Version: $LATEST",
            "RequestId: a Error: Runtime exited with error: exit status 1\nRuntime.ExitError",
            "END RequestId: a",
            "REPORT RequestId: a\tDuration: 4.87 ms\tBilled Duration: 5 ms\tMemory Size: 128 MB\t"
            "Max Memory Used: 20 MB\tStatus: error\tError Type: Runtime.ExitError"});
  CHECK(
      again.complete->payload ==
      R"({"errorType":"Runtime.ExitError","errorMessage":"RequestId: a Error: Runtime exited with error: exit status 1"})");
}

TEST_CASE("an error posted to /init/error is what the caller of the first invocation gets") {
  lifecycle life(make_function(), "stream");
  (void)life.begin(at(0us));
  CHECK(life.init_error_posted("Runtime.NoConfig", R"({"errorType":"first"})", at(5ms))
            .reply->status == 202);
  actions crashed = life.process_ended({.code = 1}, at(6ms), peak);
  CHECK(crashed.log[0].ends_with("Status: error\tError Type: Runtime.NoConfig"));
  (void)life.invoke(call("a"), at(20ms));
  (void)life.init_error_posted("nonsense", R"({"errorType":"second"})", at(25ms));
  actions again = life.process_ended({.code = 1}, at(26ms), peak);
  CHECK(again.complete->payload == R"({"errorType":"second"})");
  CHECK(again.log.back().ends_with("Error Type: Runtime.Unknown"));
}

TEST_CASE("the init phase ends once, and an init inside an invocation is no such phase") {
  lifecycle life(make_function(), "stream");
  CHECK_FALSE(life.begin(at(0us)).init_over);
  CHECK(life.next_called(at(10ms), peak).init_over);
  (void)life.invoke(call("a"), at(20ms));
  (void)life.process_ended({.code = 1}, at(21ms), peak);
  CHECK(life.invoke(call("b"), at(30ms)).start_process);
  actions again = life.next_called(at(40ms), peak);
  CHECK(again.deliver);
  CHECK_FALSE(again.init_over);
}

TEST_CASE("an init of more than ten seconds is cut off and repeated on the invocation's time") {
  lifecycle life(make_function(), "stream");
  (void)life.begin(at(0us));
  CHECK_FALSE(life.tick(at(9'999ms), peak).ready);
  actions late = life.tick(at(10s), peak);
  CHECK(late.ready);
  CHECK(late.reset_sandbox);
  CHECK(late.log == std::vector<std::string>{
                        "INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout"});
  (void)life.invoke(call("a"), at(11s));
  actions out = life.tick(at(14s), peak);
  CHECK(out.log[0] == "INIT_REPORT Init Duration: 3000.00 ms\tPhase: invoke\tStatus: timeout");
  CHECK(out.complete->payload.find("Task timed out after 3.00 seconds") != std::string::npos);
}

TEST_CASE("a program that cannot be started is an invalid entry point") {
  lifecycle life(make_function(), "stream");
  (void)life.begin(at(0us));
  exit_report how{.start_problem = "fork/exec /var/task/bootstrap: exec format error"};
  CHECK(life.process_ended(how, at(1ms), 0)
            .log[0]
            .ends_with("Error Type: Runtime.InvalidEntrypoint"));
  (void)life.invoke(call("a"), at(2ms));
  CHECK(
      life.process_ended(how, at(3ms), 0).complete->payload ==
      R"({"errorType":"Runtime.InvalidEntrypoint","errorMessage":"RequestId: a Error: fork/exec /var/task/bootstrap: exec format error"})");
}

TEST_CASE("an image whose program cannot be started says with what it was tried") {
  model::function image = *make_function();
  image.runtime.clear();
  image.image.emplace().entrypoint = {"/entry", "-x"};
  image.image->command = {"app.handler"};
  image.image_config.working_directory = "/nowhere";
  lifecycle life(std::make_shared<const model::function>(image), "stream");
  CHECK(life.begin(at(0us)).log.empty());
  exit_report how{.start_problem = "the working directory doesn't exist: /nowhere",
                  .start_problem_type = "Runtime.InvalidWorkingDir"};
  CHECK(life.process_ended(how, at(1ms), 0).log ==
        std::vector<std::string>{
            "IMAGE\tLaunch error: the working directory doesn't exist: /nowhere\t"
            "Entrypoint: [/entry,-x]\tCmd: [app.handler]\tWorkingDir: [/nowhere]",
            "INIT_REPORT Init Duration: 1.00 ms\tPhase: init\tStatus: error\t"
            "Error Type: Runtime.InvalidWorkingDir"});
  (void)life.invoke(call("a"), at(2ms));
  actions out = life.process_ended(how, at(3ms), 0);
  CHECK(out.log[0].starts_with("IMAGE\tLaunch error: "));
  CHECK(
      out.complete->payload ==
      R"({"errorType":"Runtime.InvalidWorkingDir","errorMessage":"RequestId: a Error: the working directory doesn't exist: /nowhere"})");
  // It ran, and ended: that is no launch error.
  lifecycle ran(std::make_shared<const model::function>(image), "stream");
  (void)ran.begin(at(0us));
  CHECK(ran.process_ended({.code = 1}, at(1ms), 0).log[0].starts_with("INIT_REPORT"));
}

TEST_CASE("a program that ends while idle makes its environment unusable, and fails nobody") {
  warm_environment e;
  actions gone = e.life.process_ended({.code = 0}, at(1s), peak);
  CHECK(gone.unusable);
  CHECK_FALSE(gone.complete);
}

TEST_CASE("an event that never reached the runtime is delivered when it asks again") {
  warm_environment e;
  actions first = e.life.invoke(call("a"), at(20ms));
  e.life.delivery_lost(std::move(*first.deliver));
  actions again = e.life.next_called(at(21ms), peak);
  REQUIRE(again.deliver);
  CHECK(again.deliver->invocation.payload == "{}");
  CHECK_FALSE(e.life.next_called(at(22ms), peak).deliver);
}

TEST_CASE("an error type is Runtime or Function, a dot and a capitalised word, or the fallback") {
  CHECK(valid_error_type("Function.BadRequest", "Function.Unknown") == "Function.BadRequest");
  CHECK(valid_error_type("Runtime.X1", "Runtime.Unknown") == "Runtime.Unknown");
  CHECK(valid_error_type("unhandled", "Function.Unknown") == "Function.Unknown");
  CHECK(valid_error_type("Function.", "Function.Unknown") == "Function.Unknown");
  CHECK(valid_error_type("Function.lower", "Function.Unknown") == "Function.Unknown");
}

TEST_CASE("without time limits neither the init nor an invocation times out") {
  lifecycle life(make_function(), "stream", {.timed = false});
  REQUIRE(life.begin(at(0us)).start_process);
  CHECK_FALSE(life.deadline());
  REQUIRE(life.next_called(at(1h), peak).ready);
  actions called = life.invoke(call("a"), at(1h));
  CHECK_FALSE(life.deadline());
  // A day: whatever the handler asks of its remaining time leaves it going.
  CHECK(called.deliver->deadline_unix_ms == 1'700'000'000'000 + 3'600'000 + 86'400'000);
  CHECK_FALSE(life.tick(at(10h), peak).complete);
  CHECK(life.response_posted("a", "1", at(11h)).complete->payload == "1");
}

TEST_CASE("a program outside that was started anew ends the invocation of the one before") {
  lifecycle life(make_function(), "stream", {.timed = false, .ends_are_seen = false});
  (void)life.begin(at(0us));
  REQUIRE(life.next_called(at(1ms), peak).ready);
  REQUIRE(life.invoke(call("a"), at(2ms)).deliver);
  actions again = life.next_called(at(3ms), 0);
  REQUIRE(again.complete);
  CHECK(again.complete->function_error);
  CHECK(again.complete->payload.find("Runtime exited without providing a reason") !=
        std::string::npos);
  CHECK(again.ready);
  CHECK_FALSE(again.reset_sandbox);
  CHECK(life.invoke(call("b"), at(4ms)).deliver->invocation.request_id == "b");
}

TEST_CASE("a program outside that was started anew gets the event that the one before did not") {
  lifecycle life(make_function(), "stream", {.timed = false, .ends_are_seen = false});
  (void)life.begin(at(0us));
  REQUIRE(life.next_called(at(1ms), peak).ready);
  actions called = life.invoke(call("a"), at(2ms));
  life.delivery_lost(std::move(*called.deliver));
  actions again = life.next_called(at(3ms), 0);
  CHECK_FALSE(again.complete);
  CHECK(again.deliver->invocation.request_id == "a");
}
