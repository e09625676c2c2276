#include "base/json_text.hpp"

#include <doctest/doctest.h>

using namespace lambent;

TEST_CASE("broken JSON is refused with the place") {
  CHECK(check_json(R"({"a": [1, 2.5, "x", null, true]})").has_value());
  CHECK(check_json(" 7 ").has_value());
  CHECK(check_json(R"({"a":})").error().what == "line 1, column 6: syntax error");
  CHECK(check_json("{\n  \"a\": tru\n}").error().what.starts_with("line 2, column "));
  CHECK(check_json("").error().what == "line 1, column 1: incomplete JSON");
  CHECK(check_json("1 2").error().what == "line 1, column 3: extra data");
}

TEST_CASE("members and quotes survive odd input") {
  CHECK(json_member(R"({"errorType":"A\"B"})", "errorType") == "A\"B");
  CHECK(json_member("[1]", "errorType").empty());
  CHECK(json_member(R"({"errorType":7})", "errorType").empty());
  CHECK(json_member("nonsense", "errorType").empty());
}
