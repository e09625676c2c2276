#include "base/base64.hpp"

#include <doctest/doctest.h>

using lambent::base64_decode;
using lambent::base64_encode;

TEST_CASE("the vectors of RFC 4648 encode and decode") {
  const std::pair<std::string_view, std::string_view> vectors[] = {{"", ""},
                                                                   {"f", "Zg=="},
                                                                   {"fo", "Zm8="},
                                                                   {"foo", "Zm9v"},
                                                                   {"foob", "Zm9vYg=="},
                                                                   {"fooba", "Zm9vYmE="},
                                                                   {"foobar", "Zm9vYmFy"}};
  for (auto [plain, encoded] : vectors) {
    CHECK(base64_encode(plain) == encoded);
    CHECK(base64_decode(encoded) == plain);
  }
}

TEST_CASE("every byte value survives the round trip at every length") {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    CHECK(base64_decode(base64_encode(bytes)) == bytes);
    bytes += static_cast<char>(i * 7);
  }
}

TEST_CASE("text that is not strict base64 is refused") {
  for (std::string_view text : {"A", "AA", "AAA", "AA=A", "=AAA", "AA\n=", "AAA-", "A===", "====",
                                "Zg==Zg==", "Zh==", "Zm9=", "Zm9v\n", "\xff\xff\xff\xff"})
    CHECK_MESSAGE(!base64_decode(text).has_value(), text);
}
