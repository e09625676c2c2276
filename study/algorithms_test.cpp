// All of the study's ways to the digits of pi give the same ones, whatever their number.
#include <doctest/doctest.h>

#include <string>

#include "pi-cpp-batched/digits.hpp"
#include "pi-cpp-fast/digits.hpp"
#include "pi-cpp-int/digits.hpp"
#include "pi-cpp/digits.hpp"
#include "study/protocol/known_digits.hpp"

using lambent::study::known_digits;

namespace {

struct algorithm {
  const char* name;
  std::string (*first_digits)(unsigned);
};

constexpr algorithm algorithms[] = {{"pi-cpp", pi::spigot_digits},
                                    {"pi-cpp-int", pi::cpp_int_digits},
                                    {"pi-cpp-batched", pi::batched_digits},
                                    {"pi-cpp-fast", pi::chudnovsky_digits}};

// Around the six nines that begin at the 763rd digit, and the zeros and nines before other places.
constexpr unsigned lengths[] = {1,   2,   3,   4,   5,   9,   10,   11,   14,   15,   16,  31,
                                32,  33,  34,  50,  64,  100, 127,  128,  200,  359,  360, 500,
                                601, 602, 603, 700, 761, 762, 763,  764,  765,  766,  767, 768,
                                769, 770, 771, 856, 857, 999, 1000, 1001, 1024, 1500, 2222};

}  // namespace

TEST_CASE("each algorithm gives the known digits for every length") {
  const std::string known = known_digits(3'000);
  for (const algorithm& one : algorithms) {
    CAPTURE(one.name);
    for (unsigned length : lengths) {
      CAPTURE(length);
      CHECK(one.first_digits(length) == known.substr(0, length));
    }
  }
}

TEST_CASE("each algorithm gives the first 10,000 digits") {
  const std::string known = known_digits(10'000);
  for (const algorithm& one : algorithms) {
    CAPTURE(one.name);
    CHECK(one.first_digits(10'000) == known);
  }
}

TEST_CASE("the quick algorithms agree where the slow ones take too long") {
  const std::string batched = pi::batched_digits(30'000);
  CHECK(batched.size() == 30'000);
  CHECK(batched == pi::chudnovsky_digits(30'000));
  CHECK(batched == known_digits(30'000));
}

TEST_CASE("however many terms the first block has, the digits are the same") {
  const std::string known = known_digits(1'000);
  for (unsigned terms : {1U, 2U, 3U, 7U, 64U, 1'000U, 5'000U}) {
    CAPTURE(terms);
    pi::batched_spigot more(terms);
    std::string digits;
    while (digits.size() < known.size()) {
      more.next_block(digits, static_cast<unsigned>(known.size() - digits.size()));
    }
    CHECK(digits == known);
  }
}
