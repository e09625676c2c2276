#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "text.hpp"

using namespace lambent;

namespace {

std::string quoted(std::string_view text, std::size_t bytes_max = 1000) {
  std::string out;
  json_text::append_string(out, text, bytes_max);
  return out;
}

}  // namespace

TEST_CASE("text becomes a JSON string; UTF-8 stays, control characters are escaped") {
  CHECK(quoted("a\"b\\c\n\t\x01\x7F/ä€𝄞") == "\"a\\\"b\\\\c\\n\\t\\u0001\\u007f/ä€𝄞\"");
  CHECK(quoted("") == "\"\"");
}

TEST_CASE("each invalid UTF-8 sequence becomes one replacement character") {
  CHECK(quoted("\xFFx") == "\"\xEF\xBF\xBDx\"");
  CHECK(quoted("\xC3") == "\"\xEF\xBF\xBD\"");                  // cut off
  CHECK(quoted("\xE2\x82z") == "\"\xEF\xBF\xBDz\"");            // cut off, then text
  CHECK(quoted("\xC0\xAF") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");  // overlong
  CHECK(quoted("\xED\xA0\x80") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");  // surrogate
}

TEST_CASE("a long text is cut at a character's border and says so") {
  CHECK(quoted("abcdefghijklmnop", 16) == "\"abcde…\"");
  CHECK(quoted(std::string(2000, '\x01'), 1024).size() <= 1024);
}
