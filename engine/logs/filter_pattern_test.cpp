#include "engine/logs/filter_pattern.hpp"

#include <doctest/doctest.h>

namespace lambent::logs {
namespace {

bool matches(std::string_view pattern, std::string_view message) {
  const auto parsed = filter_pattern::parse(pattern);
  REQUIRE_MESSAGE(parsed, std::string(pattern));
  return parsed->matches(message);
}

std::string refusal(std::string_view pattern) {
  const auto parsed = filter_pattern::parse(pattern);
  REQUIRE_MESSAGE(!parsed, std::string(pattern));
  return parsed.error().what;
}

TEST_CASE("a pattern of nothing but spaces matches everything") {
  CHECK(filter_pattern::parse("")->matches_everything());
  CHECK(filter_pattern::parse(" \t\n")->matches_everything());
  CHECK(!filter_pattern::parse("a")->matches_everything());
  CHECK(!filter_pattern::parse("{ $.a = 1 }")->matches_everything());
}

TEST_CASE("terms must all appear, in any order, with regard to case") {
  CHECK(matches("ERROR", "an ERROR here"));
  CHECK(!matches("ERROR", "an error here"));
  CHECK(matches("ERROR here", "here is an ERROR"));
  CHECK(!matches("ERROR there", "here is an ERROR"));
  CHECK(matches("\"exit status\"", "exit status 1"));
  CHECK(!matches("\"exit status\"", "status exit"));
  CHECK(matches(R"("say \"hi\"")", R"(they say "hi")"));
  CHECK(matches("gr\u00fc\u00dfe", "sch\u00f6ne gr\u00fc\u00dfe"));
}

TEST_CASE("a term behind a minus must not appear") {
  CHECK(matches("ERROR -DEBUG", "ERROR"));
  CHECK(!matches("ERROR -DEBUG", "ERROR DEBUG"));
  CHECK(matches("-\"a b\"", "ab"));
  CHECK(!matches("-\"a b\"", "a b"));
}

TEST_CASE("of terms behind question marks one must appear, and beside others they say nothing") {
  CHECK(matches("?ERROR ?WARN", "WARN"));
  CHECK(!matches("?ERROR ?WARN", "INFO"));
  CHECK(matches("INFO ?ERROR", "INFO"));
  CHECK(!matches("INFO ?ERROR", "ERROR"));
}

TEST_CASE("patterns that cannot be read are refused with a text for the client") {
  CHECK(refusal("a \"b") == "Invalid filter pattern: a quotation mark is not closed");
  CHECK(refusal("foo:bar") == "Invalid character(s) in term 'foo:bar'");
  CHECK(refusal("-") == "Invalid character(s) in term ''");
  CHECK(refusal("[a, b]") ==
        "Space-delimited filter patterns ([...]) are not supported by this engine");
  CHECK(refusal("%x%") ==
        "Regular expressions (%...%) in filter patterns are not supported by this engine");
  CHECK(refusal("{") == "Invalid filter pattern: it ends too early");
  CHECK(refusal("{ }") == "Invalid filter pattern near '}'");
  CHECK(refusal("{ $.a }") == "Invalid filter pattern near '}'");
  CHECK(refusal("{ $.a = }") == "Invalid filter pattern near '}'");
  CHECK(refusal("{ $.a > \"x\" }") == "Invalid filter pattern near '}'");
  CHECK(refusal("{ $.a[x] = 1 }") == "Invalid filter pattern near 'x] = 1 }'");
  CHECK(refusal("{ $.a = 1 } b") == "Invalid filter pattern near 'b'");
  CHECK(refusal("{" + std::string(40, '(')) == "Invalid filter pattern: too many parentheses");
}

TEST_CASE("a JSON selector compares strings, where a star stands for anything") {
  constexpr std::string_view message = R"({"level":"ERROR","tag":"a*b","user":{"id":"u-17"}})";
  CHECK(matches(R"({ $.level = "ERROR" })", message));
  CHECK(matches("{ $.level = ERROR }", message));
  CHECK(!matches(R"({ $.level = "error" })", message));
  CHECK(matches(R"({ $.level = "*RR*" })", message));
  CHECK(matches(R"({ $.level = "ERROR*" })", message));
  CHECK(!matches(R"({ $.level = "E*X" })", message));
  CHECK(matches(R"({ $.level != "INFO" })", message));
  CHECK(!matches(R"({ $.none != "INFO" })", message));
  CHECK(matches(R"({ $.user.id = u-* })", message));
  CHECK(matches(R"({ $["user"]["id"] = "u-17" })", message));
  CHECK(!matches(R"({ $.level.id = "x" })", message));
}

TEST_CASE("a JSON selector compares numbers") {
  constexpr std::string_view message = R"({"ms":120,"share":0.5,"sizes":[1,2.5,-3],"big":1e300})";
  CHECK(matches("{ $.ms = 120 }", message));
  CHECK(matches("{ $.ms = 120.0 }", message));
  CHECK(!matches("{ $.ms = 12 }", message));
  CHECK(matches("{ $.ms > 119 && $.ms < 121 }", message));
  CHECK(matches("{ $.ms >= 120 && $.ms <= 120 }", message));
  CHECK(!matches("{ $.ms > 120 }", message));
  CHECK(!matches("{ $.ms < 120 }", message));
  CHECK(matches("{ $.share = 5e-1 }", message));
  CHECK(matches("{ $.sizes[1] = 2.5 }", message));
  CHECK(matches("{ $.sizes[2] < 0 }", message));
  CHECK(!matches("{ $.sizes[3] = 1 }", message));
  CHECK(matches("{ $.big > 1 }", message));
  CHECK(!matches("{ $.ms = abc }", message));
}

TEST_CASE("a JSON selector asks for truth, null and existence") {
  constexpr std::string_view message = R"({"yes":true,"no":false,"nil":null,"n":1})";
  CHECK(matches("{ $.yes IS TRUE }", message));
  CHECK(!matches("{ $.no IS TRUE }", message));
  CHECK(matches("{ $.no IS FALSE }", message));
  CHECK(matches("{ $.nil IS NULL }", message));
  CHECK(!matches("{ $.none IS NULL }", message));
  CHECK(matches("{ $.none NOT EXISTS }", message));
  CHECK(!matches("{ $.nil NOT EXISTS }", message));
  CHECK(matches("{ $.yes = true }", message));
  CHECK(!matches("{ $.n IS TRUE }", message));
}

TEST_CASE("conditions join: and binds closer than or, parentheses closest") {
  constexpr std::string_view message = R"({"a":1,"b":2,"c":3})";
  CHECK(matches("{ $.a = 1 || $.b = 0 && $.c = 0 }", message));
  CHECK(!matches("{ ($.a = 1 || $.b = 0) && $.c = 0 }", message));
  CHECK(matches("{($.a=1)&&(($.b=2)||($.c=0))}", message));
}

TEST_CASE("what is no JSON object matches no selector") {
  for (const std::string_view message : {"", "text", "[1]", R"({"a":1)", R"({"a":1} x)", "{"})
    CHECK(!matches("{ $.a NOT EXISTS }", message));
  const auto deep = R"({"a":)" + std::string(100, '[') + std::string(100, ']') + "}";
  CHECK(!matches("{ $.a[0] NOT EXISTS }", deep));
  CHECK(matches("{ $.a = 1 }", " {\"a\":1}\n"));
}

}  // namespace
}  // namespace lambent::logs
