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

TEST_CASE("plain text is found by its length, wherever the first other byte is") {
  for (int c = 0; c < 256; ++c) {
    const auto byte = static_cast<char>(c);
    const bool plain = c >= 0x20 && c < 0x7F && byte != '"' && byte != '\\';
    for (std::size_t at = 0; at < 20; ++at) {
      std::string text(20, 'a');
      text[at] = byte;
      CAPTURE(c);
      REQUIRE(json_text::plain_prefix(text) == (plain ? text.size() : at));
      // What stands in front of the byte must not hide it.
      for (const char before : {' ', '!', '#', '[', ']', '~'}) {
        if (at == 0) break;
        text[at - 1] = before;
        REQUIRE(json_text::plain_prefix(text) == (plain ? text.size() : at));
      }
    }
  }
}
