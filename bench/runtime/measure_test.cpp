// That the benchmark notices what would make its figures worthless.
#include "bench/runtime/measure.hpp"

#include <doctest/doctest.h>

#include <string>

#include "bench/runtime/conversation.hpp"

using namespace lambent;
using namespace lambent::bench;

namespace {

contender own(const std::string& key) {
  for (contender& who : own_contenders())
    if (who.key == key) return who;
  return {.missing = "there is no contender " + key};
}

contender echo() { return own("bytes"); }

contender hello() {
  contender who = echo();
  who.folder = LAMBENT_BENCH_HELLO;
  who.argv = {who.folder + "/bootstrap"};
  who.counted_folder = LAMBENT_BENCH_HELLO "_counted";
  who.reply = R"({"got":)" + event_of(load{}.payload_bytes) + "}";
  return who;
}

}  // namespace

TEST_CASE("an echo of every size is right, and costs time and memory") {
  for (const std::size_t bytes : {std::size_t{128}, std::size_t{1} << 20}) {
    const auto got =
        measure(echo(), {.payload_bytes = bytes, .warm_up = 2, .timed = 20}, same_core());
    REQUIRE(got);
    CHECK(got->cold_us > 0);
    CHECK(got->response_us > 0);
    CHECK(got->cycle_us > got->response_us);
    CHECK(got->cpu_us > 0);
    CHECK(got->peak_rss_kb > 100);
    CHECK(got->peak_rss_kb < 8000);  // Not the benchmark's own.
  }
}

TEST_CASE("pipelined, an echo is right in every size, and half the system calls are gone") {
  for (const std::string key : {"floor_pipelined", "pipelined"}) {
    const contender who = own(key);
    for (const std::size_t bytes : {std::size_t{128}, std::size_t{1} << 20}) {
      const auto got =
          measure(who, {.payload_bytes = bytes, .warm_up = 2, .timed = 20}, same_core());
      REQUIRE(got);
      CHECK(got->cycle_us > 0);
    }
    const auto calls = count_system_calls(who, 100);
    if (!calls) {
      CHECK(calls.error().what == "strace is missing");
      continue;
    }
    CHECK(*calls > 1.9);  // A cycle that straddles the beginning or the end may miss one call.
    CHECK(*calls < 2.5);
  }
}

TEST_CASE("a wrong reply is an error") {
  contender who = echo();
  who.reply = "{}";
  const auto got = measure(who, {.warm_up = 0, .timed = 1}, same_core());
  REQUIRE_FALSE(got);
  CHECK(got.error().what == "its reply is not the right one");
}

TEST_CASE("a function that ends is an error at once") {
  contender who = echo();
  who.argv = {"/bin/true"};
  const auto got = measure(who, {.timed = 0}, same_core());
  REQUIRE_FALSE(got);
  CHECK(got.error().what == "the function ended by itself");
}

TEST_CASE("what a static function allocates is counted, and none is none") {
  const auto copying = count_allocations(hello(), 100);
  REQUIRE(copying);
  CHECK(*copying >= 1);
  CHECK(*copying < 10);
  const auto echoing = count_allocations(echo(), 100);
  REQUIRE(echoing);
  CHECK(*echoing == 0);
}

TEST_CASE("a function that the counter is not in is not taken for one that allocates nothing") {
  contender who = echo();
  who.allocations = allocation_counting::preloaded;  // It is static.
  CHECK_FALSE(count_allocations(who, 10).has_value());
}
