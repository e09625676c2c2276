#include "base/utf8.hpp"

#include <doctest/doctest.h>

using namespace lambent;

TEST_CASE("text is UTF-8 where every character is well formed") {
  CHECK(is_utf8(""));
  CHECK(is_utf8("plain"));
  CHECK(is_utf8("\xC3\xA4 \xE2\x82\xAC \xF0\x9F\x98\x80"));
  CHECK_FALSE(is_utf8("\xE4"));          // Latin-1.
  CHECK_FALSE(is_utf8("\xC0\xAF"));      // Overlong.
  CHECK_FALSE(is_utf8("\xED\xA0\x80"));  // A surrogate.
  CHECK_FALSE(is_utf8("\xF4\x90\x80\x80"));
  CHECK_FALSE(is_utf8("cut \xE2\x82"));
}
