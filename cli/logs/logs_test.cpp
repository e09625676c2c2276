#include "cli/logs/logs.hpp"

#include <doctest/doctest.h>

#include "cli/logs/since.hpp"
#include "cli/logs/window.hpp"

using namespace lambent::cli;
using lambent::aws::logs::log_event;

namespace {

log_event event(const char* id, std::int64_t ms) {
  return {.id = id, .timestamp_ms = ms, .message = id};
}

std::string ids(const std::vector<log_event>& events) {
  std::string out;
  for (const log_event& e : events) out += e.id;
  return out;
}

}  // namespace

TEST_CASE("each event is shown once, in the order of time, also when it arrives late") {
  constexpr std::int64_t now = 300'000;
  log_window window(1'000);
  CHECK(ids(window.take({event("b", 200'000), event("a", 100'000)}, now)) == "ab");
  CHECK(window.start_ms() == 1'000);
  window.advance(now);
  CHECK(window.start_ms() == 200'000 - log_window::late_ms_max);
  CHECK(ids(window.take({event("b", 200'000), event("late", 180'000), event("c", 210'000)}, now)) ==
        "latec");
  window.advance(now);
  CHECK(ids(window.take({event("late", 180'000), event("c", 210'000)}, now)).empty());
}

TEST_CASE("an event of the future is shown once and hides none that come before it") {
  log_window window(1'000);
  CHECK(ids(window.take({event("ahead", 7'000'000), event("a", 90'000)}, 100'000)) == "aahead");
  window.advance(100'000);
  CHECK(window.start_ms() == 100'000 - log_window::late_ms_max);
  CHECK(ids(window.take({event("b", 101'000), event("ahead", 7'000'000)}, 102'000)) == "b");
  window.advance(7'100'000);
  CHECK(window.start_ms() == 7'000'000 - log_window::late_ms_max);
  CHECK(ids(window.take({event("ahead", 7'000'000), event("c", 7'000'500)}, 7'100'000)) == "c");
}

TEST_CASE("a silent log is not searched through again from its beginning") {
  constexpr std::int64_t now = 1'000'000'000;
  log_window window(1'000);
  CHECK(window.take({}, now).empty());
  window.advance(now);
  constexpr std::int64_t start = now - log_window::silence_ms_max - log_window::late_ms_max;
  CHECK(window.start_ms() == start);
  CHECK(ids(window.take({event("old", 5'000), event("a", start)}, now)) == "olda");
  CHECK(ids(window.take({event("a", start), event("b", start + 1)}, now + 1)) == "b");
}

TEST_CASE("events of one moment keep their order") {
  log_window window(0);
  CHECK(ids(window.take({event("1", 5), event("2", 5), event("3", 5)}, 10)) == "123");
}

TEST_CASE("a point in time is an age or a date") {
  const std::chrono::system_clock::time_point now{std::chrono::hours{24 * 365 * 50}};
  const std::int64_t now_ms = 24LL * 365 * 50 * 3'600'000;
  CHECK(parse_since("90s", now) == now_ms - 90'000);
  CHECK(parse_since("10m", now) == now_ms - 600'000);
  CHECK(parse_since("2h", now) == now_ms - 7'200'000);
  CHECK(parse_since("1d", now) == now_ms - 86'400'000);
  CHECK(parse_since("1970-01-02T00:00:01Z", now) == 86'401'000);
  CHECK(parse_since("1970-01-02", now) == 86'400'000);
  for (const char* ever : {"30000d", "999999d", "100000000w", "1969-12-31"})
    CHECK(parse_since(ever, now) == 0);
  for (const char* wrong :
       {"", "m", "-5m", "10", "10x", "yesterday", "1970-01-02T00:00:01+01", "99999999999999m"})
    CHECK_FALSE(parse_since(wrong, now).has_value());
}

TEST_CASE("a line has the time, the environment and the message; the platform's own are dim") {
  log_event one{.stream = "2026/11/26/[$LATEST]0123456789abcdef0123456789abcdef",
                .timestamp_ms = 1'795'000'000'007,
                .message = "hello\n"};
  CHECK(log_line(one, false) == "2026-11-18T11:06:40.007Z  89abcdef  hello\n");
  one.message = "REPORT RequestId: x";
  CHECK(log_line(one, true).starts_with("\033[2m"));
  one.message = "2026-11-26T02:43:29.744Z\tid\tERROR\tno";
  CHECK(log_line(one, true).starts_with("\033[31m"));
}

TEST_CASE("durations of an emulated function are marked, and nothing else of its log") {
  log_event report{
      .stream = "s", .timestamp_ms = 0, .message = "REPORT RequestId: 1\tDuration: 1.42 ms\t\n"};
  CHECK(log_line(report, false, "arm64") ==
        "1970-01-01T00:00:00.000Z  s  REPORT RequestId: 1\tDuration: 1.42 ms\t(emulated: arm64)\n");
  CHECK_FALSE(log_line(report, false).contains("emulated"));
  report.message = R"({"time":"t","type":"platform.report","record":{}})";
  CHECK(log_line(report, false, "arm64").ends_with("}\t(emulated: arm64)\n"));
  report.message = "INIT_REPORT Init Duration: 1.00 ms\tPhase: init";
  CHECK(log_line(report, true, "arm64").contains("init\t(emulated: arm64)"));
  report.message = "REPORT of the month\n";
  CHECK_FALSE(log_line(report, false, "arm64").contains("emulated"));
}
