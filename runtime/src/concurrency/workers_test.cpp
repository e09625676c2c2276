// run_concurrent within this process: how workers live side by side and end together.
#include <doctest/doctest.h>
#include <lambent/concurrency.hpp>
#include <lambent/trace_id.hpp>

#include <atomic>
#include <barrier>
#include <chrono>
#include <cstdlib>
#include <future>
#include <latch>
#include <memory>
#include <string>
#include <thread>

#include "../runtime_api/fake_api.hpp"
#include "../runtime_api/parallel_api.hpp"

using namespace lambent;
using namespace std::chrono_literals;

namespace {

class max_concurrency_variable {
public:
  explicit max_concurrency_variable(const char* text) {
    setenv("AWS_LAMBDA_MAX_CONCURRENCY", text, 1);
  }
  ~max_concurrency_variable() { unsetenv("AWS_LAMBDA_MAX_CONCURRENCY"); }
};

// run_concurrent on a thread of its own.
template <class F>
std::future<int> start(F handler, const parallel_api& api) {
  return std::async(std::launch::async, [handler, options = runtime::options{
                                                      .api = api.address(), .backoff_first = 1ms}] {
    return run_concurrent(handler, options);
  });
}

std::string body_of(const std::string& request) {
  return request.substr(request.find("\r\n\r\n") + 4);
}

std::string only_answer(parallel_api& api, const std::string& id) {
  const auto found = api.requests("/invocation/" + id + "/");
  return found.size() == 1 ? body_of(found[0]) : std::to_string(found.size()) + " answers";
}

}  // namespace

TEST_CASE("as many invocations run side by side as Lambda sends, each on its copy of the handler") {
  const max_concurrency_variable four("4");
  parallel_api api;
  std::barrier all_in(4);
  std::atomic<int> inits = 0;
  const auto init = [&] {
    ++inits;
    return [&, calls = 0](std::string_view) mutable {
      all_in.arrive_and_wait();  // Comes back only when all four are here.
      return std::to_string(++calls);
    };
  };
  auto ended = start(init, api);
  CHECK(api.wait_for_waiting(4));
  for (const char* const id : {"1", "2", "3", "4"}) api.give(invocation(id, "x"));
  CHECK(api.wait_for("/response", 4));
  for (const char* const id : {"1", "2", "3", "4"}) CHECK(only_answer(api, id) == "1");
  api.end();
  CHECK(ended.get() == 1);
  CHECK(inits == 1);
}

TEST_CASE("side by side each thread knows its trace id, and the environment has none") {
  const max_concurrency_variable two("2");
  unsetenv("_X_AMZN_TRACE_ID");
  CHECK(current_trace_id().empty());
  parallel_api api;
  std::barrier both_in(2);
  const auto handler = [&](std::string_view, const context& about) {
    both_in.arrive_and_wait();
    const bool same = current_trace_id() == about.trace_id;
    const bool in_environment = std::getenv("_X_AMZN_TRACE_ID") != nullptr;
    return std::string(current_trace_id()) + (same ? "" : " other") +
           (in_environment ? " env" : "");
  };
  auto ended = start(handler, api);
  api.give(invocation("1", "x", "Lambda-Runtime-Trace-Id: Root=1\r\n"));
  api.give(invocation("2", "x", "Lambda-Runtime-Trace-Id: Root=2\r\n"));
  CHECK(api.wait_for("/response", 2));
  CHECK(only_answer(api, "1") == "Root=1");
  CHECK(only_answer(api, "2") == "Root=2");
  api.end();
  CHECK(ended.get() == 1);
}

TEST_CASE("a handler that streams does so side by side") {
  const max_concurrency_variable two("2");
  parallel_api api;
  std::barrier both_in(2);
  const auto handler = [&](std::string_view event, stream& response) {
    (void)response.write(event);
    both_in.arrive_and_wait();
    (void)response.write("!");
  };
  auto ended = start(handler, api);
  api.give(invocation("1", "one"));
  api.give(invocation("2", "two"));
  CHECK(api.wait_for("/response", 2));
  CHECK(only_answer(api, "1").find("one") != std::string::npos);
  CHECK(only_answer(api, "2").find("two") != std::string::npos);
  api.end();
  CHECK(ended.get() == 1);
}

TEST_CASE("without the variable there is one worker, and the trace id is in the environment") {
  parallel_api api;
  const auto handler = [](std::string_view) {
    const char* const trace = std::getenv("_X_AMZN_TRACE_ID");
    return std::string(trace == nullptr ? "none" : trace);
  };
  auto ended = start(handler, api);
  CHECK(api.wait_for_waiting(1));
  api.give(invocation("1", "x", "Lambda-Runtime-Trace-Id: Root=1\r\n"));
  CHECK(api.wait_for("/response", 1));
  CHECK(only_answer(api, "1") == "Root=1");
  api.end();
  CHECK(ended.get() == 1);
}

TEST_CASE("when one worker loses the API, idle ones are woken and what is in flight is answered") {
  const max_concurrency_variable three("3");
  parallel_api api;
  std::latch may_go(1);
  const auto handler = [&](std::string_view event) {
    if (event == "slow") may_go.wait();
    return std::string(event);
  };
  auto ended = start(handler, api);
  CHECK(api.wait_for_waiting(3));
  api.give(invocation("slow", "slow"));
  CHECK(api.wait_for_waiting(2));
  // The worker of this one finds the API broken when it asks again.
  api.answer("/invocation/next", answer_of(500, "{}"));
  api.give(invocation("fast", "fast"));
  CHECK(api.wait_for("/invocation/fast/response", 1));
  CHECK(api.wait_for_waiting(0));
  CHECK(ended.wait_for(0s) == std::future_status::timeout);
  api.answer("/invocation/next", "");
  api.give(invocation("never", "never"));
  may_go.count_down();
  CHECK(ended.get() == 1);
  CHECK(only_answer(api, "slow") == "slow");
  CHECK(api.requests("/invocation/never/").empty());
}

TEST_CASE("a worker for which the API has no place ends alone") {
  const max_concurrency_variable two("2");
  parallel_api api;
  auto ended = start([](std::string_view event) { return std::string(event); }, api);
  CHECK(api.wait_for_waiting(2));
  api.answer("/invocation/next", answer_of(500, R"({"errorType":"Runtime.TooManyIdleRuntimes"})"));
  api.give(invocation("1", "x"));
  CHECK(api.wait_for("/invocation/next", 2 + 5));
  api.answer("/invocation/next", "");
  api.give(invocation("2", "y"));
  CHECK(api.wait_for("/invocation/2/response", 1));
  CHECK(api.wait_for_waiting(1));
  api.end();
  CHECK(ended.get() == 1);
}

TEST_CASE("an answer that comes after the invocation timed out does not end the worker") {
  const max_concurrency_variable two("2");
  parallel_api api;
  api.answer("/invocation/late/", answer_of(410, R"({"errorType":"InvokeTimeout"})"));
  auto ended = start([](std::string_view event) { return std::string(event); }, api);
  api.give(invocation("late", "x"));
  CHECK(api.wait_for("/invocation/late/response", 1));
  CHECK(api.wait_for_waiting(2));
  api.give(invocation("2", "y"));
  CHECK(api.wait_for("/invocation/2/response", 1));
  api.end();
  CHECK(ended.get() == 1);
}

TEST_CASE("an init phase that fails ends the function before there are workers") {
  const max_concurrency_variable two("2");
  parallel_api api;
  const auto init = [] {
    struct outcome {
      failure why;
      bool has_value() const { return false; }
      std::string (*operator*() const)(std::string_view) { return nullptr; }
      const failure& error() const { return why; }
    };
    return outcome{{"NoDatabase", "it is away"}};
  };
  auto ended = start(init, api);
  CHECK(ended.get() == 1);
  CHECK(api.requests("/init/error").size() == 1);
  CHECK(api.requests("/next").empty());
}
