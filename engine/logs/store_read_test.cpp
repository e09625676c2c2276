#include <doctest/doctest.h>

#include "base/temp_dir.hpp"
#include "engine/logs/store.hpp"

namespace lambent::logs {
namespace {

const model::owner me = model::default_owner();

page read(const store& s, const read_options& o) {
  auto read = s.read(me, "g", o);
  REQUIRE(read);
  return *std::move(read);
}

// Every message a client gets that follows `next`, and in how many pages.
std::pair<std::string, int> follow(const store& s, read_options o) {
  std::pair<std::string, int> out;
  do {
    const auto page = read(s, o);
    for (const auto& e : page.events) out.first += e.event.message;
    o.bound = page.next;
    REQUIRE(++out.second < 1000);
  } while (o.bound);
  return out;
}

// Twelve events in segments of one record each, their times interleaved: a at 0, g at 0, b at 1 …
void fill(store& s) {
  for (int i = 0; i < 12; ++i)
    REQUIRE(s.append(me, "g", i % 2 == 0 ? "even" : "odd",
                     {{i % 6, i, std::string(1, static_cast<char>('a' + i))}}));
}

TEST_CASE("backward reads hand out the newest events, oldest first, and go on before the first") {
  testing::temp_dir dir;
  auto s = *store::open(dir.path, {.segment_bytes = 1});
  fill(*s);
  read_options o;
  o.backward = true;
  o.events_max = 5;
  std::string seen;
  for (auto page = read(*s, o); !page.events.empty(); page = read(*s, o)) {
    std::string here;
    for (const auto& e : page.events) here += e.event.message;
    seen = here + seen;
    CHECK(!page.next);
    o.bound = page.events.front().at;
  }
  CHECK(seen == "agbhcidjekfl");
}

TEST_CASE("a backward read ends where a forward read from the same place begins") {
  testing::temp_dir dir;
  auto s = *store::open(dir.path, {.segment_bytes = 1});
  fill(*s);
  const auto all = read(*s, {});
  REQUIRE(all.events.size() == 12);
  for (std::size_t i = 0; i < 12; ++i) {
    read_options o;
    o.bound = all.events[i].at;
    CHECK(read(*s, o).events.size() == 12 - i);
    o.backward = true;
    CHECK(read(*s, o).events.size() == i);
  }
}

TEST_CASE("streams, times and a condition narrow a read") {
  testing::temp_dir dir;
  auto s = *store::open(dir.path, {.segment_bytes = 1});
  fill(*s);
  read_options o;
  o.streams = {"odd", "none"};
  CHECK(follow(*s, o).first == "bhdjfl");
  o.from_ms = 1;
  o.to_ms = 4;
  CHECK(follow(*s, o).first == "bhdj");
  o.streams.reset();
  o.stream_prefix = "ev";
  CHECK(follow(*s, o).first == "ci");
  o.matches = [](std::string_view message) { return message == "i"; };
  CHECK(follow(*s, o).first == "i");
  o.to_ms = 0;
  CHECK(follow(*s, o) == std::pair<std::string, int>("", 1));
}

TEST_CASE("a page holds no more bytes than asked, but always one event") {
  testing::temp_dir dir;
  auto s = *store::open(dir.path, {.segment_bytes = 1});
  fill(*s);
  read_options o;
  o.bytes_max = 2 * (1 + event_overhead_bytes);
  CHECK(follow(*s, o) == std::pair<std::string, int>("agbhcidjekfl", 6));
  o.bytes_max = 1;
  CHECK(follow(*s, o) == std::pair<std::string, int>("agbhcidjekfl", 12));
}

TEST_CASE("a long search is cut into pages that lose and repeat nothing") {
  testing::temp_dir dir;
  auto s = *store::open(dir.path, {.segment_bytes = 1, .scan_bytes_max = 1});
  fill(*s);
  const auto whole = follow(*s, {});
  CHECK(whole.first == "agbhcidjekfl");
  CHECK(whole.second > 1);
  read_options o;
  o.matches = [](std::string_view message) { return message == "l"; };
  CHECK(follow(*s, o).first == "l");
  o.matches = [](std::string_view) { return false; };
  CHECK(follow(*s, o).first.empty());
}

TEST_CASE("a long search moves on where segments overlap in time") {
  testing::temp_dir dir;
  auto s = *store::open(dir.path, {.segment_bytes = 1, .scan_bytes_max = 1});
  REQUIRE(s->append(me, "g", "s", {{0, 0, "a"}, {100, 0, "f"}}));
  REQUIRE(s->append(me, "g", "s", {{40, 0, "b"}, {60, 0, "d"}}));
  REQUIRE(s->append(me, "g", "s", {{50, 0, "c"}, {70, 0, "e"}}));
  CHECK(follow(*s, {}).first == "abcdef");
  read_options o;
  o.events_max = 1;
  CHECK(follow(*s, o).first == "abcdef");
}

TEST_CASE("a message longer than one event may be is split between characters") {
  testing::temp_dir dir;
  auto s = *store::open(dir.path);
  // The limit falls on the second byte of a two-byte character.
  const auto head = std::string(event_bytes_max - 1, 'x');
  REQUIRE(s->append(me, "g", "s", {{1, 1, head + "\u00fc" + "end"}}));
  auto page = read(*s, {.bytes_max = 2 * page_bytes_max});
  REQUIRE(page.events.size() == 2);
  CHECK(page.events[0].event.message == head);
  CHECK(page.events[1].event.message ==
        "\u00fc"
        "end");
  REQUIRE(s->append(me, "h", "s", {{1, 1, std::string(5 * event_bytes_max, '\x80')}}));
  CHECK(s->find_group(me, "h")->stored_bytes >= 5 * event_bytes_max);
  const auto last = s->read(me, "h", {.backward = true, .events_max = 1});
  REQUIRE(last);
  CHECK(last->events[0].event.message.size() > 0);
}

}  // namespace
}  // namespace lambent::logs
