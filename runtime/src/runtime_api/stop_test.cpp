// stop_when_readable: a descriptor that ends the taking of events.
#include <doctest/doctest.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <lambent/runtime.hpp>

#include <chrono>
#include <thread>

#include "fake_api.hpp"
#include "parallel_api.hpp"

using namespace lambent;
using namespace std::chrono_literals;

namespace {

struct event_descriptor {
  int number = eventfd(0, EFD_CLOEXEC);
  ~event_descriptor() { close(number); }
  void make_readable() const { (void)eventfd_write(number, 1); }
};

}  // namespace

TEST_CASE("a runtime that waits for an event is woken by its stop descriptor, and asks no more") {
  parallel_api api;
  const event_descriptor stop;
  runtime rt({.api = api.address()});
  rt.stop_when_readable(stop.number);
  status seen = status::ok;
  std::thread waiting([&] { seen = rt.next(); });
  CHECK(api.wait_for_waiting(1));
  stop.make_readable();
  waiting.join();
  CHECK(seen == status::stopped);
  CHECK(rt.problem() == "no further event is taken");
  CHECK(api.wait_for_waiting(0));
  CHECK(rt.next() == status::stopped);
  CHECK(api.requests("/invocation/next").size() == 1);
}

TEST_CASE("an invocation in flight is answered after the stop, the next one is not taken") {
  parallel_api api;
  const event_descriptor stop;
  runtime rt({.api = api.address()});
  rt.stop_when_readable(stop.number);
  api.give(invocation("1", "a"));
  api.give(invocation("2", "b"));
  REQUIRE(rt.next() == status::ok);
  stop.make_readable();
  CHECK(rt.reply("x") == status::ok);
  CHECK(rt.next() == status::stopped);
  CHECK(api.requests("/invocation/1/response").size() == 1);
  CHECK(api.requests("/invocation/next").size() == 1);
}

TEST_CASE(
    "with pipelining the reply before a stop asks for the next event, the one after does not") {
  parallel_api api;
  const event_descriptor stop;
  runtime rt({.api = api.address(), .pipelined = true});
  rt.stop_when_readable(stop.number);
  api.give(invocation("1", "a"));
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.reply("x") == status::ok);
  api.give(invocation("2", "b"));
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.event() == "b");
  stop.make_readable();
  CHECK(rt.reply("y") == status::ok);
  CHECK(rt.next() == status::stopped);
  CHECK(api.requests("/response").size() == 2);
  CHECK(api.requests("/invocation/next").size() == 2);
}

TEST_CASE("with pipelining a runtime that asked already is woken as well") {
  parallel_api api;
  const event_descriptor stop;
  runtime rt({.api = api.address(), .pipelined = true});
  rt.stop_when_readable(stop.number);
  api.give(invocation("1", "a"));
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.reply("x") == status::ok);
  status seen = status::ok;
  std::thread waiting([&] { seen = rt.next(); });
  CHECK(api.wait_for_waiting(1));
  stop.make_readable();
  waiting.join();
  CHECK(seen == status::stopped);
}

TEST_CASE("the wait before the next attempt ends with the stop") {
  parallel_api api;
  api.answer("/invocation/next", answer_of(503, ""));
  const event_descriptor stop;
  runtime rt({.api = api.address(), .backoff_first = 1h});
  rt.stop_when_readable(stop.number);
  status seen = status::ok;
  std::thread waiting([&] { seen = rt.next(); });
  CHECK(api.wait_for("/invocation/next", 1));
  stop.make_readable();
  waiting.join();
  CHECK(seen == status::stopped);
}

TEST_CASE("a worker for which the API has no place is surplus, with the reason") {
  parallel_api api;
  api.answer("/invocation/next", answer_of(500, R"({"errorType":"Runtime.TooManyIdleRuntimes"})"));
  runtime rt({.api = api.address(), .backoff_first = 1ms});
  CHECK(rt.next() == status::surplus);
  CHECK(rt.problem() ==
        R"(the Runtime API answered 500 to GET next: {"errorType":"Runtime.TooManyIdleRuntimes"})"
        " (5 attempts)");
  CHECK(api.requests("/invocation/next").size() == 5);
}
