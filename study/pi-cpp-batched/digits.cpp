#include "digits.hpp"

#include <algorithm>
#include <numeric>

namespace pi {
namespace {

// The series: z(i) = (5i − 2) + i(2i − 1) / (3(3i+1)(3i+2)) · z(i+1). By induction from the far
// end, 5i − 2 < z(i) < 6i.
unsigned long lower_bound(unsigned long i) { return 5 * i - 2; }
unsigned long upper_bound(unsigned long i) { return 6 * i; }

// Several terms as one: applied to (q, r, t), they give (q·q', q·r' + r·t', t·t').
struct terms {
  mpz_t q, r, t;

  terms() { mpz_inits(q, r, t, nullptr); }
  ~terms() { mpz_clears(q, r, t, nullptr); }
  terms(const terms&) = delete;
  terms& operator=(const terms&) = delete;
};

// The terms from `from` up to but without `to`, by halves: products of like sizes are the quick
// ones.
void compose(terms& out, unsigned long from, unsigned long to) {
  if (to - from == 1) {
    const unsigned long u = 3 * (3 * from + 1) * (3 * from + 2);
    const unsigned long v = from * (2 * from - 1);
    const unsigned long common = std::gcd(u, v);
    mpz_set_ui(out.q, v / common);
    mpz_set_ui(out.t, u / common);
    mpz_mul_ui(out.r, out.t, lower_bound(from));
    return;
  }
  const unsigned long middle = from + (to - from) / 2;
  terms right;
  compose(out, from, middle);
  compose(right, middle, to);
  mpz_mul(out.r, out.r, right.t);
  mpz_addmul(out.r, out.q, right.r);
  mpz_mul(out.q, out.q, right.q);
  mpz_mul(out.t, out.t, right.t);
}

}  // namespace

batched_spigot::batched_spigot(unsigned first_block) : next_terms_(first_block) {
  mpz_init_set_ui(q_, 1);
  mpz_init_set_ui(r_, 180);
  mpz_init_set_ui(t_, 600);
  mpz_inits(doubt_, scale_, quotient_, nullptr);
}

batched_spigot::~batched_spigot() { mpz_clears(q_, r_, t_, doubt_, scale_, quotient_, nullptr); }

void batched_spigot::advance(unsigned long count) {
  const unsigned long to = i_ + count;
  terms block;
  compose(block, i_, to);
  mpz_mul(r_, r_, block.t);
  mpz_addmul(r_, q_, block.r);
  mpz_mul(q_, q_, block.q);
  mpz_mul(t_, t_, block.t);
  i_ = to;
}

// How many digits to try for: less than what stays open is below a unit of the last one.
unsigned batched_spigot::certain_digits() {
  constexpr double digits_per_bit = 0.30102;
  constexpr double kept_back = 4;  // So that one block in some thousands must be tried again.
  mpz_mul_ui(doubt_, q_, upper_bound(i_) - lower_bound(i_));
  const double bits =
      static_cast<double>(mpz_sizeinbase(t_, 2)) - static_cast<double>(mpz_sizeinbase(doubt_, 2));
  return static_cast<unsigned>(std::max(0.0, bits * digits_per_bit - kept_back));
}

void batched_spigot::next_block(std::string& digits, unsigned most) {
  // A term is worth log10(27/2) = 1.13 digits; more terms than `most` needs would be for nothing,
  // and a short block at the end costs as much as a long one.
  constexpr unsigned long spare_terms = 16;
  const unsigned long wanted = most - most / 9 + spare_terms;
  advance(wanted <= next_terms_ + next_terms_ / 2 ? wanted : next_terms_);
  next_terms_ = i_;
  const unsigned count = std::min(certain_digits(), most);
  if (count == 0) return;

  mpz_ui_pow_ui(scale_, 10, count);
  mpz_mul(q_, q_, scale_);
  mpz_mul(r_, r_, scale_);
  mpz_mul(doubt_, doubt_, scale_);

  // The digits by the lower bound, what remains of it in r.
  mpz_addmul_ui(r_, q_, lower_bound(i_));
  mpz_tdiv_qr(quotient_, r_, r_, t_);
  // The upper bound has the same digits unless it reaches the next unit.
  mpz_add(doubt_, doubt_, r_);
  const bool certain = mpz_cmp(doubt_, t_) < 0;
  if (!certain) {  // Put back; the next block knows more.
    mpz_addmul(r_, quotient_, t_);
    mpz_submul_ui(r_, q_, lower_bound(i_));
    mpz_divexact(q_, q_, scale_);
    mpz_divexact(r_, r_, scale_);
    return;
  }
  mpz_submul_ui(r_, q_, lower_bound(i_));

  const std::size_t length = mpz_sizeinbase(quotient_, 10);
  std::string text(length + 2, '\0');
  mpz_get_str(text.data(), 10, quotient_);
  text.resize(text.find('\0'));
  digits.append(count - text.size(), '0').append(text);
}

std::string batched_digits(unsigned count) {
  std::string digits;
  digits.reserve(count);
  batched_spigot more;
  while (digits.size() < count) {
    more.next_block(digits, count - static_cast<unsigned>(digits.size()));
  }
  return digits;
}

}  // namespace pi
