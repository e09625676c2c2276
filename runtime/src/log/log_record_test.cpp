#include "log_record.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace lambent::log;

namespace {

// 2026-02-03T04:05:06.789Z
constexpr std::int64_t moment_us = 1'770'091'506'789'012;

std::string written(format shape, const record& what) {
  std::string out;
  append_record(out, shape, what);
  return out;
}

std::string fields_in_json(std::initializer_list<field> fields) {
  std::string all = written(format::json, {level::info, moment_us, "m", fields, {}, {}});
  const std::string before =
      R"({"timestamp":"2026-02-03T04:05:06.789Z","level":"INFO","message":"m")";
  REQUIRE(all.substr(0, before.size()) == before);
  return all.substr(before.size());
}

}  // namespace

TEST_CASE("a JSON record has Lambda's members, then the ids, then the fields") {
  CHECK(written(format::json,
                {level::error, moment_us, "it \"broke\"\n", {{"orderId", 7}}, "id-1", "blue"}) ==
        R"({"timestamp":"2026-02-03T04:05:06.789Z","level":"ERROR","message":"it \"broke\"\n",)"
        R"("requestId":"id-1","tenantId":"blue","orderId":7})");
  CHECK(written(format::json, {level::trace, 0, "", {}, {}, {}}) ==
        R"({"timestamp":"1970-01-01T00:00:00.000Z","level":"TRACE","message":""})");
}

TEST_CASE("a text record has the time, the id, the level and the message between tabs") {
  CHECK(written(format::text,
                {level::warn, moment_us, "slow", {{"ms", 1.5}, {"who", "a b"}}, "id-1", "blue"}) ==
        "2026-02-03T04:05:06.789Z\tid-1\tWARN\tslow tenantId=blue ms=1.5 who=\"a b\"");
  CHECK(written(format::text, {level::fatal, moment_us, "m", {}, {}, {}}) ==
        "2026-02-03T04:05:06.789Z\t\tFATAL\tm");
}

TEST_CASE("every kind of value is written as JSON has it") {
  CHECK(fields_in_json({{"n", nullptr}, {"t", true}, {"f", false}}) ==
        R"(,"n":null,"t":true,"f":false})");
  CHECK(fields_in_json({{"least", std::numeric_limits<std::int64_t>::min()},
                        {"most", std::numeric_limits<std::uint64_t>::max()},
                        {"half", 0.5F}}) ==
        R"(,"least":-9223372036854775808,"most":18446744073709551615,"half":0.5})");
  CHECK(fields_in_json({{"nan", std::numeric_limits<double>::quiet_NaN()},
                        {"inf", std::numeric_limits<double>::infinity()}}) ==
        R"(,"nan":null,"inf":null})");
  CHECK(fields_in_json({{"s", std::string("x")}, {"j", value::json(R"({"a":[1]})")}}) ==
        R"(,"s":"x","j":{"a":[1]}})");
}

TEST_CASE("a field that is named like one of Lambda's members keeps out of its way") {
  CHECK(fields_in_json({{"message", 1}, {"requestId", "r"}}) ==
        R"(,"message_":1,"requestId_":"r"})");
}

TEST_CASE("names and texts may be anything and the record is still JSON") {
  CHECK(fields_in_json({{"a\"b", "\xFF\x01"}}) == ",\"a\\\"b\":\"\xEF\xBF\xBD\\u0001\"}");
}

TEST_CASE("a record is never longer than Lambda takes") {
  const std::string much(record_bytes_max, 'x');
  const std::string quotes(record_bytes_max, '"');
  for (format shape : {format::json, format::text}) {
    for (const std::string& text : {much, quotes}) {
      const std::string all =
          written(shape, {level::info,
                          moment_us,
                          text,
                          {{"more", text}, {"json", value::json(text)}, {"end", 1}},
                          "id",
                          {}});
      CHECK(all.size() <= record_bytes_max);
      CHECK(all.size() > record_bytes_max - 3 * 1024);
    }
  }
  const std::string all =
      written(format::json, {level::info, moment_us, much, {{"more", "x"}}, "id", {}});
  CHECK(all.ends_with("\xE2\x80\xA6\",\"requestId\":\"\xE2\x80\xA6\"}"));
}

TEST_CASE("text that is cut is cut between characters") {
  std::string umlauts;
  while (umlauts.size() < record_bytes_max) umlauts += "\xC3\xA4";
  const std::string all = written(format::text, {level::info, moment_us, umlauts, {}, {}, {}});
  CHECK(all.size() < record_bytes_max);
  CHECK(all.ends_with("\xC3\xA4"));
}

TEST_CASE("a record of several lines stays one event") {
  std::string text = "a\nb\r\nc";
  keep_as_one_event(text);
  CHECK(text == "a\rb\r\rc");
}

TEST_CASE("formats and levels are known by Lambda's names, in any case") {
  CHECK(format_named("JSON") == format::json);
  CHECK(format_named("json") == format::json);
  CHECK(format_named("Text") == format::text);
  CHECK(format_named("") == format::text);
  CHECK(level_named("TRACE") == level::trace);
  CHECK(level_named("debug") == level::debug);
  CHECK(level_named("FATAL") == level::fatal);
  CHECK(level_named("") == level::info);
  CHECK(level_named("LOUD") == level::info);
}

TEST_CASE("the head of a frame tells format, level, length and time, big end first") {
  const frame_head head = head_of_frame(format::json, level::info, 0x0102030405060708, 0x0A0B);
  CHECK(head == frame_head{0xa5, 0x5a, 0x00, 0x0e, 0, 0, 0x0a, 0x0b, 1, 2, 3, 4, 5, 6, 7, 8});
  CHECK(head_of_frame(format::text, level::fatal, 0, 0)[3] == 0x1b);
  CHECK(head_of_frame(format::json, level::debug, 0, 0)[3] == 0x0a);
}
