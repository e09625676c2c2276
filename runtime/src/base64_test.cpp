#include <doctest/doctest.h>
#include <lambent/base64.hpp>

#include <string>

using namespace lambent;

TEST_CASE("RFC 4648's examples go to base64 and back, padded or not") {
  const std::string_view pairs[][2] = {{"", ""},
                                       {"f", "Zg=="},
                                       {"fo", "Zm8="},
                                       {"foo", "Zm9v"},
                                       {"foob", "Zm9vYg=="},
                                       {"fooba", "Zm9vYmE="},
                                       {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : pairs) {
    CAPTURE(bytes);
    CHECK(base64_encode(bytes) == text);
    CHECK(base64_decode(text) == std::string(bytes));
    CHECK(base64_decode(text.substr(0, text.find('='))) == std::string(bytes));
  }
}

TEST_CASE("every byte survives, and URL-safe letters are understood") {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  CHECK(base64_decode(base64_encode(all)) == all);
  CHECK(base64_encode("\xFB\xFF") == "+/8=");
  CHECK(base64_decode("-_8") == "\xFB\xFF");
}

TEST_CASE("what is no base64 is refused") {
  for (const char* const bad : {"A", "AB=C", "A===", "AB CD", "ABC\n", "ABCDE", "ab?d", "===="}) {
    CAPTURE(bad);
    CHECK_FALSE(base64_decode(bad).has_value());
  }
}
