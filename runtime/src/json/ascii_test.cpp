#include "ascii.hpp"

#include <doctest/doctest.h>

using namespace lambent;

TEST_CASE("JSON text becomes ASCII of the same meaning") {
  CHECK(json_text::ascii("{\"a\\n\":\"ä€𝄞\"}") == R"({"a\n":"\u00e4\u20ac\ud834\udd1e"})");
  CHECK(json_text::ascii("\xFF!\xE2\x82") == R"(\ufffd!\ufffd)");
  CHECK(json_text::ascii("\xF4\x8F\xBF\xBF") == R"(\udbff\udfff)");
  CHECK(json_text::ascii("").empty());
}
