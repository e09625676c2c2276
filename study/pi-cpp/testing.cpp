#include "testing.hpp"

#include <gmp.h>

namespace pi {
namespace {

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

}  // namespace

// Machin 1706: pi = 16 arctan(1/5) − 4 arctan(1/239).
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

}  // namespace pi
