#include "engine/extensions/telemetry.hpp"

#include <doctest/doctest.h>

#include "engine/extensions/telemetry_buffer.hpp"

using namespace lambent::extensions;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view time_text = "2026-01-31T12:00:00.000Z";
const telemetry_buffer::time_point start{1h};

}  // namespace

TEST_CASE("a line is text, and with the JSON log format the object that it is") {
  CHECK(line_record(source::function, time_text, "say \"hi\"", false).json ==
        R"({"time":"2026-01-31T12:00:00.000Z","type":"function","record":"say \"hi\""})");
  CHECK(line_record(source::extension, time_text, R"({"a":1})", true).json ==
        R"({"time":"2026-01-31T12:00:00.000Z","type":"extension","record":{"a":1}})");
  CHECK(line_record(source::function, time_text, R"({"a":1})", false).json.find(R"("record":"{)") !=
        std::string::npos);
  CHECK(line_record(source::function, time_text, R"({"a":)", true).json.find(R"("record":"{)") !=
        std::string::npos);
}

TEST_CASE("older schemas have text for a line that is JSON") {
  record r = line_record(source::function, time_text, R"({"a":1})", true);
  subscription s;
  CHECK(s.form_of(r) == r.json);
  s.objects = false;
  CHECK(s.form_of(r).ends_with(R"("record":"{\"a\":1}"})"));
  CHECK(s.form_of({.json = "1"}) == "1");
}

TEST_CASE("a subscription takes the types and the API's records that it asked for") {
  subscription s{.api = telemetry_api::telemetry, .platform = true};
  CHECK(s.wants({source::platform, audience::everybody, {}}));
  CHECK(s.wants({source::platform, audience::telemetry, {}}));
  CHECK_FALSE(s.wants({source::platform, audience::logs, {}}));
  CHECK_FALSE(s.wants({source::function, audience::everybody, {}}));
  s.api = telemetry_api::logs;
  CHECK(s.wants({source::platform, audience::logs, {}}));
  CHECK_FALSE(s.wants({source::platform, audience::telemetry, {}}));
  s.extension = true;
  CHECK(types_of(s) == std::vector<std::string_view>{"platform", "extension"});
}

TEST_CASE("a batch leaves when its oldest record has waited long enough") {
  telemetry_buffer b({.timeout = 25ms}, protocol::http);
  CHECK(b.empty());
  CHECK_FALSE(b.due());
  b.add("1", start);
  b.add("2", start + 20ms);
  CHECK(b.due() == start + 25ms);
  batch out = b.take(time_text, start + 25ms);
  CHECK(out.body == "[1,2]");
  CHECK(out.records == 2);
  CHECK(b.empty());
  b.add("3", start + 50ms);
  CHECK(b.due() == start + 75ms);
}

TEST_CASE("a batch leaves at once when it is full, and takes no more than it may") {
  telemetry_buffer items({.items_max = 2}, protocol::tcp);
  items.add("1", start);
  CHECK(items.due() == start + 1s);
  items.add("2", start);
  items.add("3", start);
  CHECK(items.due() == start);
  CHECK(items.take(time_text, start + 1ms).body == "1\n2\n");
  CHECK(items.due() == start + 1ms + 1s);
  CHECK(items.take(time_text, start + 2ms).body == "3\n");

  telemetry_buffer bytes({.bytes_max = 10}, protocol::http);
  bytes.add("123456", start);
  bytes.add("7890", start);
  CHECK(bytes.due() == start);
  CHECK(bytes.take(time_text, start).body == "[123456]");
  // One that is larger than a batch is one.
  bytes.add(std::string(100, 'x'), start);
  CHECK(bytes.take(time_text, start).body == "[7890]");
  CHECK(bytes.take(time_text, start).records == 1);
}

TEST_CASE("what a slow subscriber has no room for is dropped, and it is told") {
  telemetry_buffer b({.items_max = 1'000}, protocol::http);
  const std::string record(1'000'000, 'x');
  for (int i = 0; i < 6; ++i) b.add(record, start);
  batch first = b.take(time_text, start);
  CHECK(first.body.starts_with(
      R"([{"time":"2026-01-31T12:00:00.000Z","type":"platform.logsDropped","record":)"
      R"({"droppedBytes":2000000,"droppedRecords":2,"reason":"Some logs were dropped)"));
  for (int i = 0; i < 4; ++i) (void)b.take(time_text, start);
  CHECK(b.empty());
  b.note_lost(first, "nobody listens");
  REQUIRE_FALSE(b.empty());
  CHECK(b.take(time_text, start).body.find("nobody listens") != std::string::npos);
  CHECK(b.empty());
}
