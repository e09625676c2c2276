#include "engine/logs/store.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "base/temp_dir.hpp"

namespace lambent::logs {
namespace {

const model::owner me = model::default_owner();

std::vector<std::string> messages(const store& s, const read_options& o = {}) {
  const auto read = s.read(me, "/aws/lambda/f", o);
  REQUIRE(read);
  std::vector<std::string> out;
  for (const auto& e : read->events) out.push_back(e.event.message);
  return out;
}

TEST_CASE("events come back in the order of their time after a restart, each under its own id") {
  testing::temp_dir dir;
  std::vector<std::string> ids;
  {
    auto s = *store::open(dir.path);
    REQUIRE(
        s->append(me, "/aws/lambda/f", "2026/01/01/[$LATEST]a", {{2, 9, "two"}, {4, 9, "four"}}));
    REQUIRE(s->append(me, "/aws/lambda/f", "b", {{1, 9, "one"}, {3, 9, "three"}}));
    CHECK(messages(*s) == std::vector<std::string>{"one", "two", "three", "four"});
    const auto first = s->read(me, "/aws/lambda/f", {});
    REQUIRE(first);
    for (const auto& e : first->events) ids.push_back(e.id);
  }
  auto s = *store::open(dir.path);
  const auto again = s->read(me, "/aws/lambda/f", {});
  REQUIRE(again->events.size() == 4);
  for (std::size_t i = 0; i < 4; ++i) CHECK(again->events[i].id == ids[i]);
  CHECK(again->events[1].stream == "2026/01/01/[$LATEST]a");
  CHECK(s->find_group(me, "/aws/lambda/f")->stored_bytes == 15 + 4 * event_overhead_bytes);
}

TEST_CASE("a last record cut at any byte goes, what stood before it stays, and writing goes on") {
  testing::temp_dir dir;
  const auto segment = dir.path / "1-1.seg";
  std::uintmax_t before = 0;
  {
    auto s = *store::open(dir.path);
    REQUIRE(s->append(me, "/aws/lambda/f", "a", {{1, 1, "kept"}}));
    before = std::filesystem::file_size(segment);
    REQUIRE(s->append(me, "/aws/lambda/f", "a", {{2, 2, "torn"}}));
  }
  const auto whole = std::filesystem::file_size(segment);
  std::string bytes(whole, '\0');
  std::ifstream(segment, std::ios::binary).read(bytes.data(), static_cast<long>(whole));
  for (auto size = before; size < whole; ++size) {
    std::ofstream(segment, std::ios::binary | std::ios::trunc)
        .write(bytes.data(), static_cast<long>(size));
    auto s = *store::open(dir.path);
    REQUIRE(messages(*s) == std::vector<std::string>{"kept"});
    REQUIRE(s->append(me, "/aws/lambda/f", "a", {{3, 3, "new"}}));
    REQUIRE(messages(*s) == std::vector<std::string>{"kept", "new"});
  }
}

TEST_CASE("pages forward hold every event once, over many segments") {
  testing::temp_dir dir;
  auto s = *store::open(dir.path, {.segment_bytes = 200, .open_writers_max = 1});
  for (int i = 0; i < 100; ++i)
    REQUIRE(s->append(me, "/aws/lambda/f", "s" + std::to_string(i % 7),
                      {{i / 3, i, std::to_string(i)}}));
  std::vector<std::string> seen;
  read_options o;
  o.events_max = 9;
  do {
    const auto page = s->read(me, "/aws/lambda/f", o);
    REQUIRE(page);
    for (const auto& e : page->events) seen.push_back(e.event.message);
    o.bound = page->next;
  } while (o.bound);
  REQUIRE(seen.size() == 100);
  for (int i = 0; i < 100; ++i) CHECK(seen[static_cast<std::size_t>(i)] == std::to_string(i));
}

TEST_CASE("groups of one name in two accounts, or two regions of one, have nothing in common") {
  testing::temp_dir dir;
  const model::owner there{me.account, "eu-west-1"}, they{"123456789012", me.region};
  {
    auto s = *store::open(dir.path);
    REQUIRE(s->append(me, "/aws/lambda/f", "a", {{1, 1, "mine"}}));
    REQUIRE(s->append(there, "/aws/lambda/f", "a", {{1, 1, "far"}}));
    REQUIRE(s->append(they, "/aws/lambda/f", "a", {{1, 1, "theirs"}}));
    REQUIRE(s->create_group(they, "/aws/lambda/e", 1));
    REQUIRE(s->set_tags(they, "/aws/lambda/f", {{"a", "1"}}));
    REQUIRE(s->delete_group(there, "/aws/lambda/f"));
    CHECK(s->find_group(there, "/aws/lambda/f") == nullptr);
    CHECK(messages(*s) == std::vector<std::string>{"mine"});
  }
  auto s = *store::open(dir.path);
  CHECK(messages(*s) == std::vector<std::string>{"mine"});
  CHECK(s->groups(me).size() == 1);
  CHECK(s->groups(there).empty());
  CHECK(s->groups(they).size() == 2);
  CHECK(s->groups(they, "/aws/lambda/f").size() == 1);
  CHECK(s->find_group(me, "/aws/lambda/f")->tags.empty());
  CHECK(s->find_group(they, "/aws/lambda/f")->tags.size() == 1);
  const auto read = s->read(they, "/aws/lambda/f", {});
  REQUIRE(read);
  REQUIRE(read->events.size() == 1);
  CHECK(read->events[0].event.message == "theirs");
}

TEST_CASE("a second engine is told that the folder is in use") {
  testing::temp_dir dir;
  auto s = *store::open(dir.path);
  const auto second = store::open(dir.path);
  REQUIRE(!second);
  CHECK(second.error().what ==
        "open the log store: the logs in " + dir.path.string() + " are in use by another engine");
}

}  // namespace
}  // namespace lambent::logs
