#include "aws/protocol/event_stream.hpp"

#include <doctest/doctest.h>

using namespace lambent::aws;
using namespace std::string_literals;

namespace {

// The well-known smallest message: no headers, no payload.
const std::string empty_message =
    "\x00\x00\x00\x10\x00\x00\x00\x00\x05\xc2\x48\xeb\x7d\x98\xc8\xff"s;

event_message only(std::string_view bytes) {
  event_stream_decoder from;
  from.feed(bytes);
  auto message = from.next();
  REQUIRE_MESSAGE(message.has_value(), message.error().what);
  REQUIRE(message->has_value());
  CHECK(from.at_end());
  return **std::move(message);
}

std::string refused(std::string_view bytes) {
  event_stream_decoder from;
  from.feed(bytes);
  auto message = from.next();
  return message ? "" : message.error().what;
}

}  // namespace

TEST_CASE("the smallest message has neither headers nor payload") {
  CHECK(encode_event({}) == empty_message);
  event_message message = only(empty_message);
  CHECK(message.headers.empty());
  CHECK(message.payload.empty());
}

TEST_CASE("messages come whole, however their bytes arrive") {
  std::string bytes = encode_event({.headers = {{":event-type", "PayloadChunk"}, {"x", ""}},
                                    .payload = std::string("\0bytes", 6)}) +
                      empty_message + encode_event({.payload = "last"});
  event_stream_decoder from;
  std::vector<event_message> got;
  for (char c : bytes) {
    from.feed({&c, 1});
    auto message = from.next();
    REQUIRE(message.has_value());
    if (*message) got.push_back(**std::move(message));
  }
  CHECK(from.at_end());
  REQUIRE(got.size() == 3);
  CHECK(got[0].header(":event-type") == "PayloadChunk");
  CHECK(got[0].header("x").empty());
  CHECK(got[0].header("y").empty());
  CHECK(got[0].payload == std::string("\0bytes", 6));
  CHECK(got[2].payload == "last");

  from.feed(bytes);
  for (int i = 0; i < 3; ++i) CHECK(from.next().value().has_value());
  CHECK(!from.next().value().has_value());
}

TEST_CASE("a stream that ends within a message is not at its end") {
  event_stream_decoder from;
  from.feed(empty_message.substr(0, 15));
  CHECK(!from.next().value().has_value());
  CHECK(!from.at_end());
}

TEST_CASE("every byte is covered by a checksum") {
  std::string bytes = encode_event({.headers = {{"name", "value"}}, .payload = "payload"});
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string broken = bytes;
    broken[i] = static_cast<char>(broken[i] ^ 1);
    CAPTURE(i);
    CHECK(refused(broken).contains("checksum"));
  }
}

TEST_CASE("headers of every type are read") {
  event_message message = only(
      "\x00\x00\x00\x5e\x00\x00\x00\x4d\xea\x6c\x93\xee\x01\x74\x00\x01\x66\x01\x01\x62\x02\xff"
      "\x01\x73\x03\x80\x00\x01\x69\x04\x00\x00\x01\x00\x01\x6c\x05\xff\xff\xff\xff\xff\xff\xff"
      "\xff\x01\x79\x06\x00\x02\x00\x01\x01\x7a\x07\x00\x02\x68\x69\x01\x6d\x08\x00\x00\x01\x4f"
      "\x7e\x9b\x6f\x80\x01\x75\x09\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e"
      "\x0f\x70\xa6\xc3\x2c\x03"s);
  CHECK(message.headers == std::vector<name_value>{
                               {"t", "true"},
                               {"f", "false"},
                               {"b", "-1"},
                               {"s", "-32768"},
                               {"i", "256"},
                               {"l", "-1"},
                               {"y", std::string("\0\1", 2)},
                               {"z", "hi"},
                               {"m", "1440938160000"},
                               {"u", "000102030405060708090a0b0c0d0e0f"},
                           });
  CHECK(message.payload == "p");
}

TEST_CASE("messages that cannot be, with right checksums, are refused") {
  CHECK(refused("\x00\x00\x00\x13\x00\x00\x00\x03\xdb\x6b\x63\x81\x01\x61\x0a\xff\xab\x96\x22"s) ==
        "a header's value has an unknown type");
  CHECK(refused("\x00\x00\x00\x12\x00\x00\x00\x02\x91\x0c\x7a\xa7\x00\x00\x7b\xc1\x36\x1e"s) ==
        "a header has no name");
  CHECK(
      refused(
          "\x00\x00\x00\x17\x00\x00\x00\x07\x29\x86\x01\x58\x01\x61\x07\x00\x09\x68\x69\x73\x58\xda"
          "\xa8"s) == "a header is longer than the message's headers");
  CHECK(refused("\x00\x00\x00\x13\x00\x00\x00\x03\xdb\x6b\x63\x81\x05\x61\x62\xbb\xcb\xd7\x94"s) ==
        "a header is longer than the message's headers");
  CHECK(refused("\x00\x00\x00\x10\x00\x00\x00\x01\x72\xc5\x78\x7d"s) ==
        "a message is shorter than its headers");
  CHECK(refused("\x00\x02\x00\x11\x00\x02\x00\x01\xdb\xbe\x94\x8a"s) ==
        "a message's headers are longer than 131072 bytes");
  CHECK(refused("\x01\x80\x00\x11\x00\x00\x00\x00\x7c\x1e\x8b\x37"s) ==
        "a message's payload is longer than 25165824 bytes");
}
