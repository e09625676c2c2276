#include "event.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

// The number read, or the sentence that says why there is none.
std::string read(std::string_view event) {
  const auto asked = pi::read_event(event);
  if (const auto* bad = std::get_if<pi::bad_event>(&asked)) return bad->message;
  return std::to_string(std::get<unsigned>(asked));
}

// The sentence of a bad event without the hint that all of them end in.
std::string why_bad(std::string_view event) {
  constexpr std::string_view hint = R"(; send an event such as {"digits": 10000})";
  std::string message = read(event);
  REQUIRE(message.ends_with(hint));
  message.resize(message.size() - hint.size());
  return message;
}

std::string nested(std::size_t depth) {
  return R"({"deep": )" + std::string(depth, '[') + std::string(depth, ']') + R"(, "digits": 3})";
}

}  // namespace

TEST_CASE("digits may be a number, or a string with or without underscores") {
  CHECK(read(R"({"digits": 10000})") == "10000");
  CHECK(read(R"({ "digits": "10_000" })") == "10000");
  CHECK(read(R"({"digits":"10000"})") == "10000");
  CHECK(read(R"({"digits": 1})") == "1");
  CHECK(read(R"({"digits": 1000000})") == "1000000");
  CHECK(read(R"({"digits": "1_000_000"})") == "1000000");
  CHECK(read("\t{\r\n\"digits\" : 7\n} ") == "7");
}

TEST_CASE("other members are skipped, whatever they hold") {
  CHECK(read(R"({"a": [1, -2.5e+3, {"digits": 9}], "digits": 5, "b": {"digits": null}})") == "5");
  CHECK(read(R"({"s": "\"digits\": 9, \\\/\b\f\n\r\t\ud83d\ude00 é", "digits": 5})") == "5");
  CHECK(read(R"({"x": true, "y": false, "z": null, "o": {}, "l": [], "digits": 5})") == "5");
  CHECK(read(R"({"Digits": 9, "digits ": 9, "": 9, "digits": 5})") == "5");
}

TEST_CASE("the last of several members of one name counts") {
  CHECK(read(R"({"digits": "many", "digits": 8})") == "8");
  CHECK(why_bad(R"({"digits": 8, "digits": null})") ==
        R"("digits" is null, neither a number nor a string that holds one)");
}

TEST_CASE("escapes are resolved in the name and in the value") {
  CHECK(read(R"({"\u0064igit\u0073": "\u0031\u0030"})") == "10");
  CHECK(read(R"({"digits\u0100": 9, "digits": "2\u005F0"})") == "20");
}

TEST_CASE("an event without digits says which member is missing") {
  CHECK(read("{}") ==
        R"(the event has no member "digits"; send an event such as {"digits": 10000})");
  CHECK(why_bad(R"({"a": {"digits": 3}})") == R"(the event has no member "digits")");
}

TEST_CASE("an event that is no object says what it is instead") {
  CHECK(why_bad("[1]") == "the event is an array, not an object");
  CHECK(why_bad("\"digits\"") == "the event is a string, not an object");
  CHECK(why_bad("10000") == "the event is a number, not an object");
  CHECK(why_bad("true") == "the event is a boolean, not an object");
  CHECK(why_bad("null") == "the event is null, not an object");
  CHECK(why_bad(R"([{"digits": 3}])") == "the event is an array, not an object");
}

TEST_CASE("zero and negative numbers ask for too little") {
  CHECK(why_bad(R"({"digits": 0})") == R"("digits" is 0, but at least 1 must be asked for)");
  CHECK(why_bad(R"({"digits": -5})") == R"("digits" is -5, but at least 1 must be asked for)");
  CHECK(why_bad(R"({"digits": "-5"})") == R"("digits" is "-5", but at least 1 must be asked for)");
  CHECK(why_bad(R"({"digits": -0})") == R"("digits" is -0, but at least 1 must be asked for)");
}

TEST_CASE("a number over a million asks for too much") {
  CHECK(why_bad(R"({"digits": 1000001})") ==
        R"("digits" is 1000001, but at most 1000000 may be asked for)");
  CHECK(why_bad(R"({"digits": "1_000_001"})") ==
        R"("digits" is "1_000_001", but at most 1000000 may be asked for)");
  CHECK(why_bad(R"({"digits": 18446744073709551617})") ==
        R"("digits" is 18446744073709551617, but at most 1000000 may be asked for)");
}

TEST_CASE("a fraction or an exponent is no whole number in plain digits") {
  CHECK(why_bad(R"({"digits": 10.5})") ==
        R"("digits" is 10.5, which is not a whole number in plain digits)");
  CHECK(why_bad(R"({"digits": 1e4})") ==
        R"("digits" is 1e4, which is not a whole number in plain digits)");
  CHECK(why_bad(R"({"digits": "-10.5"})") ==
        R"("digits" is "-10.5", which is not a whole number in plain digits)");
}

TEST_CASE("text that is no number is quoted as it stands in the event") {
  CHECK(why_bad(R"({"digits": "ten"})") == R"("digits" is "ten", which is not a number)");
  CHECK(why_bad(R"({"digits": ""})") == R"("digits" is "", which is not a number)");
  CHECK(why_bad(R"({"digits": "-"})") == R"("digits" is "-", which is not a number)");
  CHECK(why_bad(R"({"digits": "_1"})") == R"("digits" is "_1", which is not a number)");
  CHECK(why_bad(R"({"digits": "1_"})") == R"("digits" is "1_", which is not a number)");
  CHECK(why_bad(R"({"digits": "1__0"})") == R"("digits" is "1__0", which is not a number)");
  CHECK(why_bad(R"({"digits": "\u00e9\n"})") == R"("digits" is "\u00e9\n", which is not a number)");
}

TEST_CASE("a long value is quoted up to a whole character of UTF-8") {
  const std::string x38(38, 'x');
  CHECK(why_bad(R"({"digits": ")" + x38 + R"(éé"})") ==
        R"("digits" is ")" + x38 + "…, which is not a number");
  CHECK(why_bad(R"({"digits": ")" + x38 + R"("})") ==
        R"("digits" is ")" + x38 + R"(", which is not a number)");
}

TEST_CASE("other kinds of values are named") {
  CHECK(why_bad(R"({"digits": null})") ==
        R"("digits" is null, neither a number nor a string that holds one)");
  CHECK(why_bad(R"({"digits": true})") ==
        R"("digits" is a boolean, neither a number nor a string that holds one)");
  CHECK(why_bad(R"({"digits": [10]})") ==
        R"("digits" is an array, neither a number nor a string that holds one)");
  CHECK(why_bad(R"({"digits": {"n": 10}})") ==
        R"("digits" is an object, neither a number nor a string that holds one)");
}

TEST_CASE("what is not JSON is reported with the place") {
  struct {
    std::string_view event;
    std::string_view problem;
  } const cases[] = {
      {"", "a value is expected at byte 0"},
      {"  ", "a value is expected at byte 2"},
      {"digits=3", "a value is expected at byte 0"},
      {"\xEF\xBB\xBF{}", "a value is expected at byte 0"},
      {"{", "a member's name in quotes is expected at byte 1"},
      {"{digits: 3}", "a member's name in quotes is expected at byte 1"},
      {R"({"digits": 3,})", "a member's name in quotes is expected at byte 13"},
      {R"({"digits" 3})", "a colon is expected at byte 10"},
      {R"({"digits":})", "a value is expected at byte 10"},
      {R"({"digits": 3)", "a comma or } is expected at byte 12"},
      {R"({"digits": 10_000})", "a comma or } is expected at byte 13"},
      {R"({"digits": 010})", "a comma or } is expected at byte 12"},
      {R"({"digits": nullx})", "a comma or } is expected at byte 15"},
      {R"({"digits": [1 2]})", "a comma or ] is expected at byte 14"},
      {R"({"digits": [1,]})", "a value is expected at byte 14"},
      {R"({"digits": +1})", "a value is expected at byte 11"},
      {R"({"digits": -})", "a digit is expected at byte 12"},
      {R"({"digits": 1.})", "a digit is expected at byte 13"},
      {R"({"digits": 1e+})", "a digit is expected at byte 14"},
      {R"({"digits": NaN})", "a value is expected at byte 11"},
      {R"({"digits": 'x'})", "a value is expected at byte 11"},
      {R"({"digits": "3)", "a string is not closed at byte 13"},
      {R"({"digits": "\)", "an unknown escape stands in a string at byte 13"},
      {R"({"digits": "\x41"})", "an unknown escape stands in a string at byte 13"},
      {R"({"digits": "\u12G4"})", "four hex digits are expected at byte 16"},
      {"{\"digits\": \"1\n\"}", "a control character stands in a string at byte 13"},
      {R"({"digits": 3} 4)", "more text follows the value at byte 14"},
      {std::string_view("{\"digits\": 3}\0", 14), "more text follows the value at byte 13"},
  };
  for (const auto& [event, problem] : cases) {
    CHECK(why_bad(event) == "the event is not JSON: " + std::string(problem));
  }
}

TEST_CASE("nesting is followed to a limit that no event of use reaches") {
  CHECK(read(nested(255)) == "3");
  CHECK(
      why_bad(nested(256)) ==
      "the event is not JSON: more than 256 arrays and objects lie within each other at byte 264");
  CHECK(
      why_bad(std::string(1'000'000, '[')) ==
      "the event is not JSON: more than 256 arrays and objects lie within each other at byte 256");
}
