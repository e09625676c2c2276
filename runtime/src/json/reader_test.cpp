#include <doctest/doctest.h>
#include <lambent/json/reader.hpp>

#include <limits>
#include <string>

using namespace lambent;
using json::reader;

namespace {

// The text read as a string, or what is wrong with it.
std::string text_of(std::string_view json) {
  reader in(json);
  std::string out;
  return in.read(out) && in.finish() ? out : "problem: " + in.problem();
}

std::string problem_of(std::string_view json) {
  reader in(json);
  if (!in.skip() || !in.finish()) return in.problem();
  return "";
}

}  // namespace

TEST_CASE("a reader takes an object apart, member by member, and skips what nobody wants") {
  reader in(R"( { "id" : 7, "more":{"a":[1,{"b":null}],"c":"d"} , "ok":true,"x":-2.5e1 } )");
  std::int64_t id = 0;
  bool ok = false;
  double x = 0;
  std::string_view name;
  REQUIRE(in.begin_object());
  while (in.next_member(name)) {
    if (name == "id") {
      CHECK(in.read(id));
    } else if (name == "ok") {
      CHECK(in.read(ok));
    } else if (name == "x") {
      CHECK(in.read(x));
    } else {
      CHECK(in.skip());
    }
  }
  CHECK(in.finish());
  CHECK(id == 7);
  CHECK(ok);
  CHECK(x == -25.0);
}

TEST_CASE("empty arrays and objects have no elements and no members") {
  reader in("[[],{}]");
  std::string_view name;
  REQUIRE(in.begin_array());
  REQUIRE(in.next_element());
  REQUIRE(in.begin_array());
  CHECK_FALSE(in.next_element());
  REQUIRE(in.next_element());
  REQUIRE(in.begin_object());
  CHECK_FALSE(in.next_member(name));
  CHECK_FALSE(in.next_element());
  CHECK(in.finish());
}

TEST_CASE("every escape of RFC 8259 is understood, and surrogates make one character") {
  CHECK(text_of(R"("\"\\\/\b\f\n\r\t")") == "\"\\/\b\f\n\r\t");
  CHECK(text_of(R"("\u0041\u00e4\u20AC\ud834\udd1e")") == "Aä€𝄞");
  CHECK(text_of(R"("\ud834")") == "\xEF\xBF\xBD");
  CHECK(text_of(R"("\ud834x")") == "\xEF\xBF\xBDx");
  CHECK(text_of(R"("\udd1e\u0041")") ==
        "\xEF\xBF\xBD"
        "A");
  CHECK(text_of(R"("\u0000")") == std::string(1, '\0'));
}

TEST_CASE("text without escapes is a view into what was read") {
  const std::string json = R"(["abc","a\nc"])";
  reader in(json);
  std::string_view text;
  REQUIRE(in.begin_array());
  REQUIRE(in.next_element());
  REQUIRE(in.read_text(text));
  CHECK(text.data() == json.data() + 2);
  REQUIRE(in.next_element());
  REQUIRE(in.read_text(text));
  CHECK(text == "a\nc");
}

TEST_CASE("a raw value is its text, without the blanks around it") {
  reader in(R"([  {"a" : [1, 2]}  , "x" ])");
  std::string_view raw;
  REQUIRE(in.begin_array());
  REQUIRE(in.next_element());
  REQUIRE(in.read_raw(raw));
  CHECK(raw == R"({"a" : [1, 2]})");
}

TEST_CASE("integers keep all their digits, and what does not fit is refused") {
  std::int64_t i = 0;
  CHECK(reader("-9223372036854775808").read(i));
  CHECK(i == std::numeric_limits<std::int64_t>::min());
  std::uint64_t u = 0;
  CHECK(reader("18446744073709551615").read(u));
  CHECK(u == std::numeric_limits<std::uint64_t>::max());
  reader too_large("9223372036854775808");
  CHECK_FALSE(too_large.read(i));
  CHECK(too_large.problem() == "$: a number out of range: 9223372036854775808");
  reader fraction("[12.5]");
  CHECK(fraction.begin_array());
  CHECK(fraction.next_element());
  CHECK_FALSE(fraction.read(i));
  CHECK(fraction.problem() == "$[0]: expected an integer, found 12.5");
  double d = 0;
  CHECK_FALSE(reader("1e999").read(d));
}

TEST_CASE("what is no JSON is refused with the reason, the path and the byte") {
  CHECK(problem_of("") == "$: no valid JSON: it ends too early at byte 0");
  CHECK(problem_of("[1,") == "$[1]: no valid JSON: it ends too early at byte 3");
  CHECK(problem_of("[1 2]") == "$[0]: no valid JSON: a comma is missing at byte 3");
  CHECK(problem_of("[1,]") == "$[1]: no valid JSON: a comma too many at byte 3");
  CHECK(problem_of("{\"a\":1,}") == "$: no valid JSON: a comma too many at byte 7");
  CHECK(problem_of("{\"a\" 1}") == "$: no valid JSON: a colon is missing at byte 5");
  CHECK(problem_of("{a:1}") == "$: no valid JSON: a member's name is missing at byte 1");
  CHECK(problem_of("{\"a\":tru}") == "$.a: no valid JSON: an unknown word at byte 5");
  CHECK(problem_of("nul") == "$: no valid JSON: no value begins at byte 0");
  CHECK(problem_of("\"abc") == "$: no valid JSON: a string without an end at byte 4");
  CHECK(problem_of("\"a\\") == "$: no valid JSON: a string without an end at byte 4");
  CHECK(problem_of("\"a\nb\"") == "$: no valid JSON: a control character in a string at byte 2");
  CHECK(problem_of("\"\xFF\"") == "$: no valid JSON: a string that is no UTF-8 at byte 1");
  CHECK(problem_of("\"\\x\"") == "$: no valid JSON: a string with an unknown escape");
  CHECK(problem_of("\"\\u12g4\"") == "$: no valid JSON: a string with an unknown escape");
  CHECK(problem_of("1 2") == "$: no valid JSON: something follows the value at byte 2");
  for (const char* const bad : {"01", "-", "1.", ".5", "1e", "1e+", "+1", "--1", "0x1", "1.e1"}) {
    CAPTURE(bad);
    CHECK_FALSE(problem_of(bad).empty());
  }
}

TEST_CASE("a value of another kind is named, with what was found") {
  std::string text;
  reader in(R"({"order":{"lines":[{"sku":"a"},{"sku":12}]}})");
  std::string_view name;
  REQUIRE(in.begin_object());
  REQUIRE(in.next_member(name));
  REQUIRE(in.begin_object());
  REQUIRE(in.next_member(name));
  REQUIRE(in.begin_array());
  REQUIRE(in.next_element());
  REQUIRE(in.skip());
  REQUIRE(in.next_element());
  REQUIRE(in.begin_object());
  REQUIRE(in.next_member(name));
  CHECK_FALSE(in.read(text));
  CHECK(in.problem() == "$.order.lines[1].sku: expected a string, found a number 12");
  CHECK_FALSE(in.skip());  // After the first problem nothing more is read.
  CHECK(in.problem() == "$.order.lines[1].sku: expected a string, found a number 12");
}

TEST_CASE("what was found is shown whole, or not at all") {
  const auto instead_of_integer = [](std::string_view json) {
    reader in(json);
    std::int64_t ignored = 0;
    CHECK_FALSE(in.read(ignored));
    return in.problem();
  };
  CHECK(instead_of_integer(R"("a,b]")") == R"($: expected an integer, found a string "a,b]")");
  CHECK(instead_of_integer(R"("a\"b" )") == R"($: expected an integer, found a string "a\"b")");
  CHECK(instead_of_integer("\"" + std::string(40, 'x') + "\"") ==
        "$: expected an integer, found a string");
  CHECK(instead_of_integer("true ") == "$: expected an integer, found a boolean true");
  CHECK(instead_of_integer("null") == "$: expected an integer, found null");
  CHECK(instead_of_integer("{\"a\":1}") == "$: expected an integer, found an object");
}

TEST_CASE("a path names members, elements and names that are no identifiers") {
  const std::string_view text = R"({"a":[1,{"b c":[[],"x,]}:\"{"]}],"d":2})";
  CHECK(json::path_at(text, 0) == "$");
  CHECK(json::path_at(text, text.find('[')) == "$.a");
  CHECK(json::path_at(text, text.find('1')) == "$.a[0]");
  CHECK(json::path_at(text, text.find("[[")) == "$.a[1]['b c']");
  CHECK(json::path_at(text, text.find("[]")) == "$.a[1]['b c'][0]");
  CHECK(json::path_at(text, text.find("\"x")) == "$.a[1]['b c'][1]");
  CHECK(json::path_at(text, text.find('2')) == "$.d");
}

TEST_CASE("arrays within arrays end at a limit, not at the end of the stack") {
  CHECK(problem_of(std::string(128, '[') + std::string(128, ']')).empty());
  CHECK(problem_of(std::string(129, '[')).ends_with("lie more than 128 deep"));
  CHECK_FALSE(problem_of(std::string(1'000'000, '[')).empty());
}
