#include "digits.hpp"

#include <climits>
#include <cmath>
#include <numeric>

namespace pi {

// The factors of a step grow as 270 i²: 64 bits hold them past the 200-millionth digit.
static_assert(sizeof(unsigned long) * CHAR_BIT >= 64, "the spigot's factors need 64-bit words");

spigot::spigot(double doubt) : doubt_(doubt) {
  mpz_init_set_ui(q_, 1);
  mpz_init_set_ui(r_, 180);
  mpz_init_set_ui(t_, 60);
  mpz_init(numerator_);
  mpz_init(denominator_);
}

spigot::~spigot() { mpz_clears(q_, r_, t_, numerator_, denominator_, nullptr); }

unsigned spigot::next() {
  const unsigned long found = digit();
  advance(found);
  return static_cast<unsigned>(found);
}

// ((27i − 12)q + 5r) div 5t. Doubles know the quotient to some 50 bits, and it is below ten: only a
// quotient next to a whole number needs the long way.
unsigned long spigot::digit() {
  long q_exponent = 0;
  long r_exponent = 0;
  long t_exponent = 0;
  const double q = mpz_get_d_2exp(&q_exponent, q_);
  const double r = mpz_get_d_2exp(&r_exponent, r_);
  const double t = mpz_get_d_2exp(&t_exponent, t_);
  const double factor = static_cast<double>(27 * i_ - 12) / 5;
  const double quotient = factor * std::scalbln(q / t, q_exponent - t_exponent) +
                          std::scalbln(r / t, r_exponent - t_exponent);
  const double whole = std::floor(quotient);
  const double beyond = quotient - whole;
  if (beyond <= doubt_ || beyond >= 1 - doubt_) return exact_digit();
  return static_cast<unsigned long>(whole);
}

unsigned long spigot::exact_digit() {
  mpz_mul_ui(numerator_, q_, 27 * i_ - 12);
  mpz_addmul_ui(numerator_, r_, 5);
  mpz_mul_ui(denominator_, t_, 5);
  mpz_tdiv_q(numerator_, numerator_, denominator_);
  return mpz_get_ui(numerator_);
}

// Published: u = 3(3i+1)(3i+2); r ← 10u(q(5i − 2) + r − t·digit); q ← 10q·i(2i − 1); t ← t·u.
// Only the ratios of q, r and t matter, so a factor common to u and 10i(2i − 1) is left out of all
// three; that keeps the numbers an eighth shorter.
void spigot::advance(unsigned long digit) {
  const unsigned long u = 3 * (3 * i_ + 1) * (3 * i_ + 2);
  const unsigned long v = 10 * i_ * (2 * i_ - 1);
  const unsigned long common = std::gcd(u, v);
  mpz_addmul_ui(r_, q_, 5 * i_ - 2);
  mpz_submul_ui(r_, t_, digit);
  mpz_mul_ui(r_, r_, 10 * (u / common));
  mpz_mul_ui(q_, q_, v / common);
  mpz_mul_ui(t_, t_, u / common);
  ++i_;
}

std::string spigot_digits(unsigned count) {
  std::string digits;
  digits.reserve(count);
  spigot next_digits;
  while (digits.size() < count) digits += static_cast<char>('0' + next_digits.next());
  return digits;
}

}  // namespace pi
