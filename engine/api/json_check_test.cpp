#include "engine/api/json_check.hpp"

#include <doctest/doctest.h>

using lambent::api::json_fault;

namespace {

constexpr std::string_view where =
    "[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: ";

std::string fault(std::string_view text) { return json_fault(text, 1000).value_or("valid"); }

std::string at(std::string_view what, int line, int column) {
  return std::string(what) + "\n at " + std::string(where) + std::to_string(line) +
         ", column: " + std::to_string(column) + "]";
}

}  // namespace

TEST_CASE("every form of valid JSON passes") {
  for (std::string_view text :
       {"{}", "[]", "null", "true", "false", "0", "-0", "-1.5e+10", "1E3", "\"\"", " [ ] ",
        R"({"a":[1,{"b":null},"x"],"c":{}})", "\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"",
        R"("\u00e9\n\"\\\/")", "\r\n\t {\"a\" : 1 }\n", "[[],[],{}]",
        "\"0123456789abcdef\\n01234\""})
    CHECK_MESSAGE(fault(text) == "valid", text);
}

TEST_CASE("a stray character is named with its place, as in the recorded answer") {
  CHECK(fault("\x99") ==
        at("Unexpected character ((CTRL-CHAR, code 153)): expected a valid value (JSON String, "
           "Number, Array, Object or token 'null', 'true' or 'false')",
           1, 1));
  CHECK(fault("\"\x87") == at("Invalid UTF-8 start byte 0x87", 1, 3));
  CHECK(fault("[1,]") == at("Unexpected character (']' (code 93)): expected a value", 1, 4));
  CHECK(fault("{\"a\":}") == at("Unexpected character ('}' (code 125)): expected a value", 1, 6));
  CHECK(fault("{a:1}") ==
        at("Unexpected character ('a' (code 97)): was expecting double-quote to start field name",
           1, 2));
  CHECK(fault("{\"a\" 1}") == at("Unexpected character ('1' (code 49)): was expecting a colon to "
                                 "separate field name and value",
                                 1, 6));
  CHECK(fault("{\"a\":1 \"b\"}") ==
        at("Unexpected character ('\"' (code 34)): was expecting comma to separate Object entries",
           1, 8));
  CHECK(fault("[1\n2]") ==
        at("Unexpected character ('2' (code 50)): was expecting comma to separate Array entries", 2,
           1));
  CHECK(fault("\x01") == at("Illegal character ((CTRL-CHAR, code 1)): only regular white space "
                            "(\\r, \\n, \\t) is allowed between tokens",
                            1, 1));
  CHECK(fault("{} {}") == at("Unexpected character ('{' (code 123)): Expected space separating "
                             "root-level values",
                             1, 4));
}

TEST_CASE("a token that is none of JSON's is quoted") {
  constexpr std::string_view expected =
      "': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
  auto token = [&](std::string_view t) {
    return "Unrecognized token '" + std::string(t) + std::string(expected);
  };
  CHECK(fault("hello") == at(token("hello"), 1, 6));
  CHECK(fault("hello world") == at(token("hello"), 1, 7));
  CHECK(fault("nul") == at(token("nul"), 1, 4));
  CHECK(fault("truex") == at(token("truex"), 1, 6));
  CHECK(fault("[nope]") == at(token("nope"), 1, 7));
}

TEST_CASE("an end that comes too soon says what was open") {
  CHECK(fault("{") == at("Unexpected end-of-input: expected close marker for Object (start marker "
                         "at " +
                             std::string(where) + "1, column: 1])",
                         1, 2));
  CHECK(fault("[1") == at("Unexpected end-of-input: expected close marker for Array (start marker "
                          "at " +
                              std::string(where) + "1, column: 1])",
                          1, 3));
  CHECK(fault("{\"a\":") == at("Unexpected end-of-input within/between Object entries", 1, 6));
  CHECK(fault("[1,") == at("Unexpected end-of-input within/between Array entries", 1, 4));
  CHECK(fault("\"abc") ==
        at("Unexpected end-of-input: was expecting closing quote for a string value", 1, 5));
  CHECK(fault("{\"abc") == at("Unexpected end-of-input in field name", 1, 6));
  CHECK(fault("\"\\") == at("Unexpected end-of-input in character escape sequence", 1, 3));
  CHECK(fault("  ") == at("No content to map due to end-of-input", 1, 3));
}

TEST_CASE("brackets must match and numbers and strings be well formed") {
  CHECK(fault("[}") == at("Unexpected close marker '}': expected ']' (for Array starting at " +
                              std::string(where) + "1, column: 1])",
                          1, 2));
  CHECK(fault("-x") == at("Unexpected character ('x' (code 120)) in numeric value: expected digit "
                          "(0-9) to follow minus sign, for valid numeric value",
                          1, 2));
  CHECK(fault("01") == at("Invalid numeric value: Leading zeroes not allowed", 1, 2));
  CHECK(fault("1.x") == at("Unexpected character ('x' (code 120)) in numeric value: Decimal point "
                           "not followed by a digit",
                           1, 3));
  CHECK(fault("\"a\nb\"") == at("Illegal unquoted character ((CTRL-CHAR, code 10)): has to be "
                                "escaped using backslash to be included in string value",
                                1, 3));
  CHECK(fault("\"\\x\"") == at("Unrecognized character escape 'x' (code 120)", 1, 4));
  CHECK(fault("\"\\u12g4\"") ==
        at("Unexpected character ('g' (code 103)): expected a hex-digit for "
           "character escape sequence",
           1, 6));
  for (std::string_view text : {"\"\xc0\xaf\"", "\"\xed\xa0\x80\"", "\"\xf5\x80\x80\x80\"",
                                "\"\xe2\x28\xa1\"", "\"\xf0\x80\x80\x80\""})
    CHECK(fault(text).starts_with("Invalid UTF-8 "));
}

TEST_CASE("nesting is bounded") {
  CHECK(fault(std::string(1000, '[') + std::string(1000, ']')) == "valid");
  CHECK(fault(std::string(1001, '[')) ==
        at("Document nesting depth (1001) exceeds the maximum allowed (1000, from "
           "`StreamReadConstraints.getMaxNestingDepth()`)",
           1, 1002));
}

TEST_CASE("a special character is found at every offset of a long string") {
  for (std::size_t offset = 0; offset < 40; ++offset) {
    for (char special : {'\x01', '\x1f', '\x80', '\xff'}) {
      std::string text = '"' + std::string(40, 'a') + '"';
      text[1 + offset] = special;
      CHECK(json_fault(text, 10).has_value());
    }
    std::string text = '"' + std::string(40, '\x7f') + '"';
    text[1 + offset] = '~';
    CHECK_FALSE(json_fault(text, 10).has_value());
  }
}
