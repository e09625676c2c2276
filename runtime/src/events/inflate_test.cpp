#include "inflate.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;

namespace {

constexpr std::size_t plenty = std::size_t{1} << 20;

// The generators of the files in samples/gzip, which the gzip command compressed.
class sequence {
public:
  explicit sequence(std::uint32_t seed) : state_(seed) {}
  std::uint32_t next() {
    state_ = (state_ * 1103515245U + 12345U) & 0x7fffffffU;
    return state_ >> 16;
  }

private:
  std::uint32_t state_;
};

std::string words(std::size_t size) {
  sequence numbers(12345);
  std::string out;
  while (out.size() < size) out += "word" + std::to_string(numbers.next() % 997) + ' ';
  out.resize(size);
  return out;
}

std::string noise(std::size_t size) {
  sequence numbers(54321);
  std::string out;
  while (out.size() < size) out += static_cast<char>(numbers.next() & 0xff);
  return out;
}

std::string file(std::string_view name) { return sample_file("gzip/" + std::string(name) + ".gz"); }

std::string problem(std::string_view compressed, std::size_t limit = plenty) {
  const auto out = gunzip(compressed, limit);
  return out ? "" : out.error().message;
}

// A gzip member around deflate data, for data that no compressor writes. Its checksum is wrong.
std::string member(std::string_view deflated) {
  return std::string("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10) + std::string(deflated) +
         std::string(8, '\0');
}

}  // namespace

TEST_CASE("what the gzip command wrote is read: codes of its own, fixed ones, stored blocks") {
  CHECK(gunzip(file("text"), plenty).value_or("") == words(200000));
  CHECK(gunzip(file("text_fast"), plenty).value_or("") == words(200000));
  CHECK(gunzip(file("run"), plenty).value_or("") == std::string(100000, 'a'));
  CHECK(gunzip(file("noise"), plenty).value_or("") == noise(70000));
  CHECK(gunzip(file("short"), plenty).value_or("") == "hello, hello, hello");
  CHECK(gunzip(file("empty"), plenty).value_or("x").empty());
}

TEST_CASE("a header with everything in it is skipped, and members follow each other") {
  CHECK(gunzip(file("header"), plenty).value_or("") == "with a long header");
  CHECK(gunzip(file("short") + file("empty") + file("header"), plenty).value_or("") ==
        "hello, hello, hellowith a long header");
  CHECK(problem(file("short") + "x") == "the data is not gzip");
}

TEST_CASE("data that grows beyond the limit fails, to the byte") {
  CHECK(gunzip(file("run"), 100000).has_value());
  CHECK(problem(file("run"), 99999) == "the gzip data holds more than the limit");
  CHECK(gunzip(file("noise"), 70000).has_value());
  CHECK(problem(file("noise"), 69999) == "the gzip data holds more than the limit");
  CHECK(gunzip(file("short"), 19).has_value());
  CHECK(problem(file("short"), 18) == "the gzip data holds more than the limit");
  CHECK(problem(file("short"), 0) == "the gzip data holds more than the limit");
  // Members count together.
  CHECK(problem(file("short") + file("short"), 37) == "the gzip data holds more than the limit");
}

TEST_CASE("data that ends early says so, wherever it ends") {
  for (const char* const name : {"short", "header", "text", "noise"}) {
    const std::string whole = file(name);
    const std::size_t step = whole.size() < 1000 ? 1 : 97;
    for (std::size_t size = 2; size < whole.size(); size += step) {
      CAPTURE(name);
      CAPTURE(size);
      CHECK(problem(std::string_view(whole).substr(0, size)) == "the gzip data is cut off");
    }
  }
  CHECK(problem("") == "the data is not gzip");
  CHECK(problem("\x1f") == "the data is not gzip");
}

TEST_CASE("damage is found by the checksum or the length") {
  std::string whole = file("short");
  whole[whole.size() - 5] ^= 1;
  CHECK(problem(whole) == "the gzip data's checksum does not match");
  whole = file("short");
  whole[whole.size() - 1] ^= 1;
  CHECK(problem(whole) == "the gzip data has another length than it says");
  // No flipped bit of the data goes unseen.
  const std::string good = file("short");
  for (std::size_t bit = 80; bit < good.size() * 8; ++bit) {
    std::string bad = good;
    bad[bit / 8] ^= static_cast<char>(1 << (bit % 8));
    CAPTURE(bit);
    CHECK_FALSE(problem(bad).empty());
  }
}

TEST_CASE("data that no compressor writes is refused for what it is") {
  using namespace std::string_literals;
  CHECK(problem("PK\x03\x04") == "the data is not gzip");
  CHECK(problem("\x1f\x8b\x07\0\0\0\0\0\0\x03"s) == "the gzip data is of a kind that is not known");
  CHECK(problem("\x1f\x8b\x08\x80\0\0\0\0\0\x03"s) ==
        "the gzip data is of a kind that is not known");
  CHECK(problem(member("\x07")) == "the gzip data has a block of no known type");
  CHECK(problem(member("\x01\x01\0\0\0"s)) == "the gzip data has a stored block of unclear length");
  // Fixed codes: length 3 at distance 1, with nothing before it.
  CHECK(problem(member("\x03\x02\0"s)) == "the gzip data refers to what lies before it");
  // Fixed codes: the literal/length symbol 286.
  CHECK(problem(member("\x1b\x03\0"s)) == "the gzip data has a code that does not exist");
  // A table with 287 literal codes; one that repeats a length before there is any.
  CHECK(problem(member("\xf5\0\0\0"s)) == "the gzip data has a table of codes that is none");
}
