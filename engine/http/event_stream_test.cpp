#include "engine/http/event_stream.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace lambent;

namespace {

std::string hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
  return out;
}

}  // namespace

// The empty message and the message with a payload are test vectors that AWS's SDKs share.
TEST_CASE("messages are the bytes that AWS's SDKs read") {
  CHECK(hex(http::event_message({}, {})) == "000000100000000005c248eb7d98c8ff");
  CHECK(hex(http::event_message({}, "{'foo':'bar'}")) ==
        "0000001d00000000fd528c5a7b27666f6f273a27626172277dc3653936");
  const std::array headers{http::event_header{"content-type", "application/json"}};
  CHECK(hex(http::event_message(headers, "{'foo':'bar'}")) ==
        "0000003d0000002007fd83960c636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e7b"
        "27666f6f273a27626172277d8d9c08b1");
}

TEST_CASE("a large message has its length in four bytes") {
  std::string message = http::event_message({}, std::string(6'291'556, 'x'));
  CHECK(hex(std::string_view(message).substr(0, 4)) ==
        "006000"
        "74");
}
