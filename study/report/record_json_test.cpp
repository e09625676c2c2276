#include "study/report/record_json.hpp"

#include <doctest/doctest.h>

#include "study/report/testing.hpp"

using namespace lambent;
using namespace lambent::study;

namespace {

std::string why(std::string_view text) {
  auto read = from_json(text);
  REQUIRE_FALSE(read);
  return read.error().what;
}

// A record of format 1 that has these members besides.
std::string with(std::string_view members) {
  return R"({"format": 1, "digits": 100, "memory_mb": 128, "runs_wanted": 5, "cold_wanted": 3, )" +
         std::string(members) + "}";
}

std::string with_run(std::string_view run) {
  return with(R"("measured": [{"function": "pi-js", "config": "arm64", "runs": [)" +
              std::string(run) + "]}]");
}

}  // namespace

TEST_CASE("a record from before has its runs one at a time") {
  record of = example_record();
  of.in_a_row = 5;
  std::string text = to_json(of);
  CHECK(from_json(text)->in_a_row == 5);
  const std::string member = ",\n  \"runs_in_a_row\": 5";
  REQUIRE(text.contains(member));
  text.erase(text.find(member), member.size());
  CHECK(from_json(text)->in_a_row == 1);
}

TEST_CASE("a record that was written is read as the same one") {
  const record before = example_record();
  const std::string text = to_json(before);
  auto after = from_json(text);
  REQUIRE(after);
  CHECK(to_json(*after) == text);
  REQUIRE(after->measured.size() == before.measured.size());
  const series& one = after->measured.front();
  CHECK(one.function == "pi-cpp");
  CHECK(one.runs[1].duration_ms == 871.32);
  CHECK(one.runs[1].billed_ms == 872);
  CHECK_FALSE(one.runs[1].init_ms);
  CHECK(one.cold[1].init_ms == 2.9);
  CHECK(find(*after, "pi-cpp", "arm64")->emulated);
  CHECK(after->missing.front().reason == "cargo has no target aarch64-unknown-linux-gnu");
  CHECK(after->facts.front().name == "CPU");
}

TEST_CASE("numbers are written as they are read, with three decimals at most") {
  const std::string text = with_run(
      R"({"duration_ms": 1234.56789, "billed_ms": 1.9904E3, "max_memory_mb": 999999999.999})");
  auto read = from_json(text);
  REQUIRE(read);
  const std::string written = to_json(*read);
  CHECK(written.contains(
      R"({"duration_ms": 1234.568, "billed_ms": 1990.4, "max_memory_mb": 999999999.999})"));
  CHECK(to_json(from_json(written).value()) == written);
}

TEST_CASE("an empty record is one, and text in it stands for itself") {
  record odd;
  odd.place = "a \"machine\"\n\\ \u00e9";
  auto read = from_json(to_json(odd));
  REQUIRE(read);
  CHECK(read->place == odd.place);
  CHECK(read->measured.empty());
}

TEST_CASE("members of other names are skipped, missing lists are empty") {
  auto read = from_json(with(R"("future": {"a": [1]}, "finished": "now")"));
  REQUIRE(read);
  CHECK(read->digits == 100);
  CHECK(read->finished == "now");
  CHECK(read->measured.empty());
}

TEST_CASE("a record keeps what was asked for of each series") {
  record of = example_record();
  CHECK_FALSE(from_json(to_json(of))->measured[0].asked);
  of.measured[0].asked = {.runs = 7, .cold = 0};
  const auto again = from_json(to_json(of));
  REQUIRE(again);
  REQUIRE(again->measured[0].asked);
  CHECK(again->measured[0].asked->runs == 7);
  CHECK(again->measured[0].asked->cold == 0);
  CHECK_FALSE(again->measured[1].asked);
  CHECK(to_json(*again) == to_json(of));
  CHECK(why(with(R"("measured": [{"function": "pi-js", "config": "arm64", "runs_wanted": 3}])")) ==
        "measured[0].cold_wanted is not a whole number up to 4294967295");
}

TEST_CASE("a record keeps which code was measured, and that something is to be deleted") {
  record of = example_record();
  for (series& one : of.measured) one.code_sha256.clear();
  CHECK_FALSE(to_json(of).contains("code_sha256"));
  CHECK_FALSE(to_json(of).contains("leftovers"));
  of.leftovers = true;
  of.measured.front().code_sha256 = "0123abcd";
  const std::string text = to_json(of);
  auto again = from_json(text);
  REQUIRE(again);
  CHECK(again->leftovers);
  CHECK(again->measured[0].code_sha256 == "0123abcd");
  CHECK(again->measured[1].code_sha256.empty());
  CHECK(to_json(*again) == text);
  CHECK(why(with(R"("measured": [{"function": "pi-js", "config": "arm64", "code_sha256": 3}])")) ==
        "measured[0].code_sha256 is not a string");
}

TEST_CASE("what is wrong is said with its place") {
  CHECK(why("{") == "the record is not JSON: incomplete JSON");
  CHECK(why("[]") == "the record is not an object");
  CHECK(why("{}") == "format is not a whole number up to 4294967295");
  CHECK(why(R"({"format": 2})") == "the record has format 2, this program reads 1");
  CHECK(why(R"({"format": 1, "digits": -1})") == "digits is not a whole number up to 4294967295");
  CHECK(why(with(R"("measured": {})")) == "measured is not an array");
  CHECK(why(with(R"("measured": [{"function": "pi-go"}])")) ==
        "measured[0].function is \"pi-go\", not one of pi-cpp, pi-cpp-int, pi-rust, pi-rust-lean, "
        "pi-js, pi-cpp-batched, pi-cpp-fast");
  CHECK(why(with(R"("measured": [{"function": "pi-js", "config": "x86"}])")) ==
        "measured[0].config is \"x86\", not one of x86_64, arm64, image-x86_64, image-arm64");
  CHECK(why(with_run(R"({"duration_ms": "1"})")) ==
        "measured[0].runs[0].duration_ms is not a number");
  CHECK(why(with_run(R"({"duration_ms": -1})")) ==
        "measured[0].runs[0].duration_ms is not from 0 to 1,000,000,000");
  CHECK(why(with_run(R"({"duration_ms": 1e300})")) ==
        "measured[0].runs[0].duration_ms is not from 0 to 1,000,000,000");
  CHECK(why(with_run("3")) == "measured[0].runs[0] is not an object");
  CHECK(why(with(R"("facts": [{"name": 3}])")) == "facts[0].name is not a string");
}

TEST_CASE("a cold start without its Init Duration is turned down") {
  CHECK(why(with(R"("measured": [{"function": "pi-js", "config": "arm64", "cold":
          [{"duration_ms": 1, "billed_ms": 1, "max_memory_mb": 1}]}])")) ==
        "measured[0].cold[0] is a cold start without init_ms");
}

TEST_CASE("one function in one configuration is measured once") {
  CHECK(why(with(R"("measured": [{"function": "pi-js", "config": "arm64"},
                                 {"function": "pi-js", "config": "arm64"}])")) ==
        "measured has pi-js in arm64 twice");
}

TEST_CASE("a record has limits") {
  std::string runs;
  for (std::size_t i = 0; i <= limits::samples_per_series; ++i)
    runs += std::string(i > 0 ? "," : "") + "null";
  CHECK(why(with_run(runs)) == "measured[0].runs has more than 1000 elements");
  CHECK(why(with("\"place\": \"" + std::string(limits::text_bytes + 1, 'x') + "\"")) ==
        "place is longer than 2000 bytes");
  CHECK(why(std::string(limits::record_bytes + 1, ' ')) ==
        "the record is larger than 16777216 bytes");
}
