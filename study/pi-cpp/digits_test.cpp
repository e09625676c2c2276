#include "digits.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

std::string first_digits(pi::spigot& from, std::size_t count) {
  std::string text;
  while (text.size() < count) text += static_cast<char>('0' + from.next());
  return text;
}

// sum += sign · factor · arctan(1/x) · one, to within one unit per term.
void add_arctan(mpz_t sum, const mpz_t one, unsigned long x, long factor) {
  mpz_t power;
  mpz_t term;
  mpz_inits(power, term, nullptr);
  mpz_mul_si(power, one, factor);
  mpz_tdiv_q_ui(power, power, x);
  for (unsigned long odd = 1; mpz_sgn(power) != 0; odd += 2) {
    mpz_tdiv_q_ui(term, power, odd);
    if (odd % 4 == 1) {
      mpz_add(sum, sum, term);
    } else {
      mpz_sub(sum, sum, term);
    }
    mpz_tdiv_q_ui(power, power, x * x);
  }
  mpz_clears(power, term, nullptr);
}

// Machin 1706: pi = 16 arctan(1/5) − 4 arctan(1/239). Shares nothing with the spigot but GMP.
std::string machin(std::size_t count) {
  constexpr std::size_t guard_digits = 20;
  mpz_t one;
  mpz_t sum;
  mpz_inits(one, sum, nullptr);
  mpz_ui_pow_ui(one, 10, count - 1 + guard_digits);
  add_arctan(sum, one, 5, 16);
  add_arctan(sum, one, 239, -4);
  std::string text(mpz_sizeinbase(sum, 10) + 2, '\0');
  mpz_get_str(text.data(), 10, sum);
  mpz_clears(one, sum, nullptr);
  text.resize(count);
  return text;
}

}  // namespace

TEST_CASE("the first 10,000 digits are those that Machin's formula gives") {
  pi::spigot digits;
  CHECK(first_digits(digits, 10'000) == machin(10'000));
}

TEST_CASE("the first digits are the ones everybody knows") {
  pi::spigot digits;
  CHECK(first_digits(digits, 50) == "31415926535897932384626433832795028841971693993751");
}

TEST_CASE("a generator continues where it was left, each one for itself") {
  const std::string known = machin(1'500);
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
  const std::string known = machin(2'000);
  for (double doubt : {always, never, often}) {
    pi::spigot digits(doubt);
    CHECK(first_digits(digits, 2'000) == known);
  }
}
