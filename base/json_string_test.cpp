#include "base/json_string.hpp"

#include <doctest/doctest.h>

using lambent::json_string;

TEST_CASE("quotes, backslashes and control characters are escaped") {
  CHECK(json_string("a\"b\\c\n\t\x01") == R"("a\"b\\c\n\t\u0001")");
  CHECK(json_string("").size() == 2);
}

TEST_CASE("UTF-8 stays as it is, and what is not UTF-8 becomes U+FFFD") {
  CHECK(json_string("caf\xc3\xa9 \xf0\x9f\x98\x80") == "\"caf\xc3\xa9 \xf0\x9f\x98\x80\"");
  CHECK(json_string("\xff") == "\"\xef\xbf\xbd\"");
  CHECK(json_string("\xc0\xaf") == "\"\xef\xbf\xbd\xef\xbf\xbd\"");
  CHECK(json_string("\xed\xa0\x80") == "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
  CHECK(json_string("\xe2\x82") == "\"\xef\xbf\xbd\xef\xbf\xbd\"");
}

TEST_CASE("several texts are an array of strings") {
  CHECK(lambent::json_string_list({}) == "[]");
  CHECK(lambent::json_string_list({"a", "\""}) == R"(["a","\""])");
}
