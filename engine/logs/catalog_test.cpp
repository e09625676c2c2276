#include "engine/logs/catalog.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "base/temp_dir.hpp"
#include "engine/logs/record.hpp"
#include "engine/logs/store.hpp"

namespace lambent::logs {
namespace {

const model::owner me = model::default_owner();
constexpr std::int64_t day_ms = 24 * 60 * 60 * 1000;

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(const std::filesystem::path& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

std::size_t segments_in(const std::filesystem::path& dir) {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(dir))
    count += entry.path().extension() == ".seg";
  return count;
}

std::string messages(const store& s, std::string_view group) {
  const auto read = s.read(me, group, {});
  REQUIRE(read);
  std::string out;
  for (const auto& e : read->events) out += e.event.message;
  return out;
}

TEST_CASE("a group that was kept before accounts and regions had their own is the default ones'") {
  testing::temp_dir dir;
  std::string bytes;
  record_writer(bytes).u8(2).u32(1).i64(5).text("g").finish();
  write(dir.path / "catalog", bytes);
  auto s = *store::open(dir.path);
  REQUIRE(s->groups(me).size() == 1);
  CHECK(s->find_group(me, "g")->created_ms == 5);
  CHECK(s->groups({"123456789012", me.region}).empty());
}

TEST_CASE("groups, streams, retention and tags are there again after a restart") {
  testing::temp_dir dir;
  {
    auto s = *store::open(dir.path);
    REQUIRE(s->create_group(me, "g", 5));
    REQUIRE(s->create_stream(me, "g", "s", 6));
    REQUIRE(s->set_retention(me, "g", 30));
    REQUIRE(s->set_tags(me, "g", {{"a", "1"}, {"b", ""}}));
    REQUIRE(s->create_group(me, "h", 7));
    REQUIRE(s->set_retention(me, "h", 1));
    REQUIRE(s->set_retention(me, "h", std::nullopt));
    REQUIRE(s->set_tags(me, "h", {{"a", "1"}}));
    REQUIRE(s->set_tags(me, "h", {}));
  }
  auto s = *store::open(dir.path);
  REQUIRE(s->groups(me).size() == 2);
  CHECK(s->find_group(me, "g")->created_ms == 5);
  CHECK(s->find_group(me, "g")->retention_days == 30);
  CHECK(s->find_group(me, "g")->tags == std::map<std::string, std::string>{{"a", "1"}, {"b", ""}});
  CHECK(s->find_stream(me, "g", "s")->created_ms == 6);
  CHECK(!s->find_stream(me, "g", "s")->last_event_ms);
  CHECK(!s->find_group(me, "h")->retention_days);
  CHECK(s->find_group(me, "h")->tags.empty());
}

TEST_CASE("a deleted group takes its events and files along, and one of its name starts anew") {
  testing::temp_dir dir;
  {
    auto s = *store::open(dir.path);
    REQUIRE(s->append(me, "g", "s", {{1, 1, "old"}}));
    REQUIRE(s->append(me, "h", "s", {{1, 1, "other"}}));
    REQUIRE(s->delete_group(me, "g"));
    CHECK(!s->find_group(me, "g"));
    CHECK(segments_in(dir.path) == 1);
    REQUIRE(s->append(me, "g", "s", {{2, 2, "new"}}));
    CHECK(messages(*s, "g") == "new");
  }
  auto s = *store::open(dir.path);
  CHECK(messages(*s, "g") == "new");
  CHECK(messages(*s, "h") == "other");
}

TEST_CASE("a deleted stream's events are gone at once and after a restart, its neighbours' stay") {
  testing::temp_dir dir;
  {
    auto s = *store::open(dir.path);
    REQUIRE(s->append(me, "g", "a", {{1, 1, "a1"}}));
    REQUIRE(s->append(me, "g", "b", {{2, 2, "b1"}}));
    REQUIRE(s->append(me, "g", "a", {{3, 3, "a2"}}));
    REQUIRE(s->delete_stream(me, "g", "a"));
    CHECK(messages(*s, "g") == "b1");
    CHECK(s->find_group(me, "g")->stored_bytes == 2 + event_overhead_bytes);
    REQUIRE(s->append(me, "g", "a", {{4, 4, "a3"}}));
    CHECK(messages(*s, "g") == "b1a3");
  }
  auto s = *store::open(dir.path);
  CHECK(messages(*s, "g") == "b1a3");
  CHECK(s->find_stream(me, "g", "a")->first_event_ms == 4);
  REQUIRE(s->delete_stream(me, "g", "a"));
  REQUIRE(s->delete_stream(me, "g", "b"));
  CHECK(segments_in(dir.path) == 0);
  REQUIRE(s->append(me, "g", "c", {{5, 5, "c"}}));
  CHECK(messages(*s, "g") == "c");
}

TEST_CASE(
    "what is older than the retention is hidden, and its segments go when nothing else holds") {
  testing::temp_dir dir;
  auto s = *store::open(dir.path, {.segment_bytes = 1});
  const std::int64_t now = 100 * day_ms;
  REQUIRE(s->append(me, "g", "s", {{now - 3 * day_ms, 1, "a"}}));
  REQUIRE(s->append(me, "g", "s", {{now - 3 * day_ms, 1, "b"}, {now, 1, "c"}}));
  REQUIRE(s->append(me, "h", "s", {{now - 3 * day_ms, 1, "kept"}}));
  REQUIRE(s->expire(now));
  CHECK(messages(*s, "g") == "abc");
  REQUIRE(s->set_retention(me, "g", 2));
  REQUIRE(s->expire(now));
  CHECK(messages(*s, "g") == "c");
  CHECK(messages(*s, "h") == "kept");
  CHECK(segments_in(dir.path) == 2);
  CHECK(s->find_stream(me, "g", "s")->first_event_ms == now - 2 * day_ms);
  REQUIRE(s->expire(now + 3 * day_ms));
  CHECK(messages(*s, "g").empty());
  CHECK(s->find_group(me, "g")->stored_bytes == 0);
  CHECK(!s->find_stream(me, "g", "s")->last_event_ms);
  CHECK(segments_in(dir.path) == 1);
  REQUIRE(s->append(me, "g", "s", {{now + 3 * day_ms, 1, "d"}}));
  CHECK(messages(*s, "g") == "d");
}

TEST_CASE("writing applies retention by the hour") {
  testing::temp_dir dir;
  auto s = *store::open(dir.path, {.segment_bytes = 1});
  const std::int64_t now = std::int64_t{200'000} * day_ms;  // Far behind the clock of the open.
  REQUIRE(s->append(me, "g", "s", {{now, now, "a"}}));
  REQUIRE(s->set_retention(me, "g", 1));
  REQUIRE(s->append(me, "g", "s", {{now + 2 * day_ms, now + 60'000, "b"}}));
  CHECK(messages(*s, "g") == "ab");
  REQUIRE(s->append(me, "g", "s", {{now + 2 * day_ms, now + 2 * day_ms, "c"}}));
  CHECK(messages(*s, "g") == "bc");
}

TEST_CASE("a catalogue full of what is gone is written anew, and numbers are not used twice") {
  testing::temp_dir dir;
  {
    auto s = *store::open(dir.path);
    REQUIRE(s->append(me, "g", "s", {{1, 1, "m"}}));
    REQUIRE(s->set_retention(me, "g", 3653));
    REQUIRE(s->set_tags(me, "g", {{"a", "1"}}));
    for (int i = 0; i < 400; ++i) {
      REQUIRE(s->create_stream(me, "g", "x", 1));
      REQUIRE(s->delete_stream(me, "g", "x"));
    }
  }
  const auto before = std::filesystem::file_size(dir.path / "catalog");
  std::string after;
  std::uint32_t stream = 0;
  {
    auto c = *catalog::open(dir.path / "catalog");
    after = bytes_of(dir.path / "catalog");
    CHECK(after.size() < before / 20);
    auto* g = c.find(me, "g");
    REQUIRE(g);
    CHECK(g->info.retention_days == 3653);
    CHECK(g->info.tags == std::map<std::string, std::string>{{"a", "1"}});
    CHECK(g->streams.size() == 1);
    stream = (*c.add_stream(*g, "y", 1))->number;
    CHECK(stream == 402);
    REQUIRE(c.remove_stream(*g, g->streams.at("y")));
  }
  auto c = *catalog::open(dir.path / "catalog");
  CHECK((*c.add_stream(*c.find(me, "g"), "z", 1))->number == stream + 1);
}

TEST_CASE("a catalogue that is rewritten knows whose its groups are") {
  testing::temp_dir dir;
  const auto path = dir.path / "catalog";
  const model::owner they{"123456789012", "eu-west-1"};
  {
    auto c = *catalog::open(path);
    REQUIRE(c.add_group(they, "g", 1));
    auto* g = *c.add_group(me, "g", 2);
    for (int i = 0; i < 200; ++i) {
      auto* s = *c.add_stream(*g, "s", 1);
      REQUIRE(c.remove_stream(*g, *s));
    }
  }
  const auto before = bytes_of(path).size();
  REQUIRE(catalog::open(path));
  REQUIRE(bytes_of(path).size() < before / 20);
  auto c = *catalog::open(path);
  CHECK(c.groups().size() == 2);
  CHECK(c.find(they, "g")->info.created_ms == 1);
  CHECK(c.find(me, "g")->info.created_ms == 2);
}

TEST_CASE("a catalogue cut at any byte keeps every record before the cut") {
  testing::temp_dir dir;
  const auto path = dir.path / "catalog";
  std::size_t first = 0;
  {
    auto c = *catalog::open(path);
    REQUIRE(c.add_group(me, "g", 1));
    first = bytes_of(path).size();
    REQUIRE(c.add_group(me, "h", 1));
  }
  const auto whole = bytes_of(path);
  for (auto size = first; size < whole.size(); ++size) {
    write(path, std::string_view(whole).substr(0, size));
    auto c = catalog::open(path);
    REQUIRE(c);
    CHECK(c->groups().size() == 1);
    REQUIRE(c->add_group(me, "i", 1));
    REQUIRE(std::move(c)->find(me, "i"));
  }
}

TEST_CASE("a catalogue damaged before its last record is refused, with what to do") {
  testing::temp_dir dir;
  const auto path = dir.path / "catalog";
  std::size_t first = 0;
  {
    auto c = *catalog::open(path);
    REQUIRE(c.add_group(me, "g", 1));
    first = bytes_of(path).size();
    REQUIRE(c.add_group(me, "h", 1));
  }
  auto bytes = bytes_of(path);
  bytes[first - 1] ^= 1;
  write(path, bytes);
  const auto c = catalog::open(path);
  REQUIRE(!c);
  CHECK(c.error().what ==
        "read " + path.string() + ": damaged after byte " + std::to_string(bytes.size()));
  CHECK(c.error().hint == "move the folder away to start with empty logs");
}

TEST_CASE("a record damaged inside a segment is left out, those around it stay") {
  testing::temp_dir dir;
  const auto path = dir.path / "1-1.seg";
  std::size_t first = 0;
  {
    auto s = *store::open(dir.path);
    REQUIRE(s->append(me, "g", "s", {{1, 1, "a"}}));
    first = bytes_of(path).size();
    REQUIRE(s->append(me, "g", "s", {{2, 1, "b"}}));
    REQUIRE(s->append(me, "g", "s", {{3, 1, "c"}}));
  }
  auto bytes = bytes_of(path);
  bytes[2 * first - 1] ^= 1;
  write(path, bytes);
  auto s = *store::open(dir.path);
  CHECK(messages(*s, "g") == "ac");
  CHECK(bytes_of(path) == bytes);
  REQUIRE(s->append(me, "g", "s", {{4, 1, "d"}}));
  CHECK(messages(*s, "g") == "acd");
}

}  // namespace
}  // namespace lambent::logs
