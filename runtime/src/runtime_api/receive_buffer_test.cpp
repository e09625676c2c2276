#include <doctest/doctest.h>

#include <cstring>
#include <string>

#include "receive_buffer.hpp"

using namespace lambent;

TEST_CASE("the receive buffer keeps its bytes when it grows and gives large memory back") {
  receive_buffer b;
  REQUIRE(b.reserve(5));
  std::memcpy(b.end(), "event", 5);
  b.filled(5);
  REQUIRE(b.reserve(6 << 20));
  CHECK(std::string(b.data(), b.size()) == "event");
  CHECK(b.capacity() >= 6U << 20U);
  b.filled(6 << 20);
  b.clear();
  CHECK(b.capacity() > receive_buffer::kept_bytes_max);  // The next event may be as large.
  b.filled(100);
  b.clear();
  CHECK(b.capacity() == receive_buffer::kept_bytes_max);
}

TEST_CASE("what was dropped from the front of a buffer makes room for what follows") {
  receive_buffer b;
  REQUIRE(b.reserve(6));
  std::memcpy(b.end(), "abcdef", 6);
  b.filled(6);
  b.drop_front(4);
  CHECK(std::string_view(b.data(), b.size()) == "ef");
  b.drop_front(2);
  CHECK(b.size() == 0);
}
