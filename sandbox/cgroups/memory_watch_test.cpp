#include "sandbox/cgroups/memory_watch.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <array>
#include <string>

using namespace lambent::sandbox;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t megabyte = 1024 * 1024;
constexpr memory_watch::time_point start_of_time{};

std::string content(const lambent::fd& file) {
  std::array<char, 64> text{};
  ssize_t size = ::pread(file.get(), text.data(), text.size(), 0);
  return {text.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0))};
}

struct watched {
  lambent::fd file = std::move(*make_peak_file());
  memory_watch watch{file.get()};
};

}  // namespace

TEST_CASE("a process's status tells what it has and had") {
  auto seen = parse_resident_memory(
      "Name:\tVmRSS: 7 kB\nVmPeak:\t 9000 kB\nVmHWM:\t    2048 kB\nVmRSS:\t    1024 kB\n");
  CHECK(seen.now_bytes == megabyte);
  CHECK(seen.peak_bytes == 2 * megabyte);
}

TEST_CASE("a process without memory of its own has none") {
  for (const char* status : {"", "Name:\tzombie\nState:\tZ\n", "\nVmRSS:", "\nVmHWM:\tx kB\n"}) {
    CHECK(parse_resident_memory(status).now_bytes == 0);
    CHECK(parse_resident_memory(status).peak_bytes == 0);
  }
}

TEST_CASE("the memory of processes is added up, and those that have ended count nothing") {
  auto one = resident_memory_of({::getpid()});
  CHECK(one.now_bytes > 0);
  CHECK(one.peak_bytes >= one.now_bytes);
  auto thrice = resident_memory_of({::getpid(), ::getpid(), 2'000'000'000, ::getpid()});
  CHECK(thrice.now_bytes > 2 * one.now_bytes);
  CHECK(thrice.peak_bytes < 2 * one.peak_bytes);
}

TEST_CASE("the peak is where the engine reads it, and starts anew with each program") {
  watched w;
  CHECK(content(w.file) == "0\n");
  w.watch.begin(0, start_of_time);
  CHECK_FALSE(w.watch.look({3'000'000, 2'000'000}, start_of_time));
  CHECK(content(w.file) == "3000000\n");
  CHECK_FALSE(w.watch.look({1'000'000, 2'000'000}, start_of_time));
  CHECK(content(w.file) == "3000000\n");
  w.watch.end(4'000'000);
  CHECK(content(w.file) == "4000000\n");
  w.watch.begin(0, start_of_time);
  CHECK_FALSE(w.watch.look({5'000, 6'000}, start_of_time));
  CHECK(content(w.file).starts_with("6000\n"));
}

TEST_CASE("too much is found once, whether it is still there or was") {
  for (resident_memory much : {resident_memory{65 * megabyte, 1}, {1, 65 * megabyte}}) {
    watched w;
    w.watch.begin(64 * megabyte, start_of_time);
    CHECK_FALSE(w.watch.look({64 * megabyte, 64 * megabyte}, start_of_time));
    CHECK_FALSE(w.watch.found_too_much());
    CHECK(w.watch.look(much, start_of_time));
    CHECK(w.watch.found_too_much());
    CHECK_FALSE(w.watch.look(much, start_of_time));
    w.watch.end(0);
    w.watch.begin(64 * megabyte, start_of_time);
    CHECK_FALSE(w.watch.found_too_much());
  }
}

TEST_CASE("looks come at once while memory grows and seldom while it does not") {
  watched w;
  CHECK(w.watch.milliseconds_to_next_look(start_of_time) == -1);
  CHECK_FALSE(w.watch.is_due(start_of_time + 1h));
  w.watch.begin(0, start_of_time);
  auto now = start_of_time;
  CHECK(w.watch.milliseconds_to_next_look(now) == 1);
  CHECK_FALSE(w.watch.is_due(now));
  CHECK(w.watch.is_due(now + 1ms));
  CHECK(w.watch.milliseconds_to_next_look(now + 5ms) == 0);
  for (int pause : {1, 2, 4, 8, 16, 20, 20}) {
    CHECK_FALSE(w.watch.look({7, 7}, now));
    CHECK(w.watch.milliseconds_to_next_look(now) == pause);
  }
  CHECK_FALSE(w.watch.look({8, 8}, now));
  CHECK(w.watch.milliseconds_to_next_look(now) == 1);
  w.watch.end(0);
  CHECK(w.watch.milliseconds_to_next_look(now) == -1);
}

TEST_CASE("without a file nothing is looked at") {
  memory_watch none(-1);
  none.begin(megabyte, start_of_time);
  none.end(2 * megabyte);
  CHECK(none.milliseconds_to_next_look(start_of_time) == -1);
  CHECK_FALSE(none.found_too_much());
}
