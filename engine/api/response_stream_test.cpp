#include "engine/api/response_stream.hpp"

#include <doctest/doctest.h>

using namespace lambent;
using namespace lambent::api;

namespace {

// The frame without its lengths and checksums, headers as "name=value ".
std::string told(std::string_view frame) {
  auto number = [&](std::size_t at, std::size_t bytes) {
    std::size_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i)
      value = value << 8 | static_cast<unsigned char>(frame[at + i]);
    return value;
  };
  REQUIRE(number(0, 4) == frame.size());
  std::size_t at = 12;
  const std::size_t end = at + number(4, 4);
  std::string text;
  while (at < end) {
    std::size_t name = number(at, 1);
    text += std::string(frame.substr(at + 1, name)) + "=";
    at += 1 + name + 1;
    std::size_t value = number(at, 2);
    text += std::string(frame.substr(at + 2, value)) + " ";
    at += 2 + value;
  }
  return text + std::string(frame.substr(end, frame.size() - 4 - end));
}

}  // namespace

TEST_CASE("a chunk is the function's bytes, whatever they are") {
  CHECK(told(payload_chunk(std::string_view("a\0b", 3))) ==
        std::string(":message-type=event :event-type=PayloadChunk "
                    ":content-type=application/octet-stream a\0b",
                    87));
}

TEST_CASE("the end tells only what there is to tell") {
  constexpr std::string_view begin =
      ":message-type=event :event-type=InvokeComplete :content-type=application/json ";
  CHECK(told(invoke_complete({})) == std::string(begin) + "{}");
  CHECK(
      told(invoke_complete({.error_code = "Late",
                            .error_details = R"({"errorType":"Late"})",
                            .log_result = "END\n"})) ==
      std::string(begin) +
          R"({"ErrorCode":"Late","ErrorDetails":"{\"errorType\":\"Late\"}","LogResult":"RU5ECg=="})");
}
