#include "digits.hpp"

#include <doctest/doctest.h>

#include <string>

#include "study/protocol/known_digits.hpp"

namespace {

std::string first_digits(pi::spigot& from, std::size_t count) {
  std::string text;
  while (text.size() < count) text += static_cast<char>('0' + from.next());
  return text;
}

}  // namespace

TEST_CASE("the first 10,000 digits are those that Machin's formula gives") {
  pi::spigot digits;
  CHECK(first_digits(digits, 10'000) == lambent::study::known_digits(10'000));
}

TEST_CASE("the first digits are the ones everybody knows") {
  pi::spigot digits;
  CHECK(first_digits(digits, 50) == "31415926535897932384626433832795028841971693993751");
}

TEST_CASE("a generator continues where it was left, each one for itself") {
  const std::string known = lambent::study::known_digits(1'500);
  pi::spigot one;
  pi::spigot other;
  CHECK(first_digits(one, 1'000) == known.substr(0, 1'000));
  CHECK(first_digits(other, 100) == known.substr(0, 100));
  CHECK(first_digits(one, 500) == known.substr(1'000));
  CHECK(first_digits(other, 1) == known.substr(100, 1));
}

TEST_CASE("the exact division gives the same digits as the estimate") {
  constexpr double always = 0.5;
  constexpr double never = -1;
  constexpr double often = 0.1;
  const std::string known = lambent::study::known_digits(2'000);
  for (double doubt : {always, never, often}) {
    pi::spigot digits(doubt);
    CHECK(first_digits(digits, 2'000) == known);
  }
}
