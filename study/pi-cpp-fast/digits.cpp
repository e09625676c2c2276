#include "digits.hpp"

#include <gmp.h>

namespace pi {
namespace {

// 1/pi = 12 / base^(3/2) · Σ (−1)^k (6k)! (first + slope·k) / ((3k)! (k!)³ base^(3k))
constexpr unsigned long first = 13'591'409;
constexpr unsigned long slope = 545'140'134;
constexpr unsigned long base = 640'320;
constexpr double digits_per_term = 14.1816;

// A stretch of the series: the product of its terms' numerators, of their denominators, and the sum
// over the common denominator.
struct stretch {
  mpz_t p, q, t;

  stretch() { mpz_inits(p, q, t, nullptr); }
  ~stretch() { mpz_clears(p, q, t, nullptr); }
  stretch(const stretch&) = delete;
  stretch& operator=(const stretch&) = delete;
};

void sum_term(stretch& out, unsigned long k) {
  if (k == 0) {
    mpz_set_ui(out.p, 1);
    mpz_set_ui(out.q, 1);
    mpz_set_ui(out.t, first);
    return;
  }
  mpz_set_ui(out.p, 6 * k - 5);
  mpz_mul_ui(out.p, out.p, 2 * k - 1);
  mpz_mul_ui(out.p, out.p, 6 * k - 1);
  mpz_set_ui(out.q, k);
  mpz_mul_ui(out.q, out.q, k);
  mpz_mul_ui(out.q, out.q, k);
  mpz_mul_ui(out.q, out.q, base * base / 24);
  mpz_mul_ui(out.q, out.q, base);
  mpz_mul_ui(out.t, out.p, first + slope * k);
  if (k % 2 == 1) mpz_neg(out.t, out.t);
}

// The terms from `from` up to but without `to`.
void sum(stretch& out, unsigned long from, unsigned long to) {
  if (to - from == 1) {
    sum_term(out, from);
    return;
  }
  const unsigned long middle = from + (to - from) / 2;
  stretch right;
  sum(out, from, middle);
  sum(right, middle, to);
  mpz_mul(out.t, out.t, right.q);
  mpz_addmul(out.t, out.p, right.t);
  mpz_mul(out.p, out.p, right.p);
  mpz_mul(out.q, out.q, right.q);
}

// pi · 10^(digits − 1), to within a few units: pi = base / 12 · √base · q / t, and
// √base = 8·√10005.
std::string computed(unsigned digits) {
  constexpr unsigned long outside_root = base / 12 * 8;
  constexpr unsigned long under_root = 10'005;
  stretch all;
  sum(all, 0, static_cast<unsigned long>(digits / digits_per_term) + 2);
  mpz_t root;
  mpz_init(root);
  mpz_ui_pow_ui(root, 10, 2UL * (digits - 1));
  mpz_mul_ui(root, root, under_root);
  mpz_sqrt(root, root);
  mpz_mul_ui(root, root, outside_root);
  mpz_mul(root, root, all.q);
  mpz_tdiv_q(root, root, all.t);
  std::string text(digits + 2, '\0');
  mpz_get_str(text.data(), 10, root);
  mpz_clear(root);
  text.resize(digits);
  return text;
}

}  // namespace

std::string chudnovsky_digits(unsigned count) {
  constexpr unsigned guard_first = 10;
  // Root and quotient are cut off, by less than two units of the last guard digit together. It
  // would matter to the digits asked for where all others of the guard are nines or zeros.
  constexpr unsigned uncertain = 4;
  for (unsigned guard = guard_first;; guard *= 2) {
    std::string digits = computed(count + guard);
    const std::size_t checked = guard - uncertain;
    const std::string beyond = digits.substr(count, checked);
    if (beyond == std::string(checked, '9') || beyond == std::string(checked, '0')) continue;
    digits.resize(count);
    return digits;
  }
}

}  // namespace pi
