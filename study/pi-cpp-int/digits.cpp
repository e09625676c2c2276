#include "digits.hpp"

#include <climits>
#include <cmath>
#include <numeric>

namespace pi {
namespace {

using boost::multiprecision::cpp_int;

// The factors of a step grow as 270 i²: 64 bits hold them past the 200-millionth digit.
static_assert(sizeof(unsigned long) * CHAR_BIT >= 64, "the spigot's factors need 64-bit words");

// A number as mantissa · 2^exponent, from its two leading limbs: conversion to double would look at
// all of them.
struct leading {
  double mantissa = 0;
  long exponent = 0;
};

leading leading_of(const cpp_int& value) {
  constexpr int limb_bits = static_cast<int>(sizeof(boost::multiprecision::limb_type) * CHAR_BIT);
  const auto& backend = value.backend();
  const auto size = backend.size();
  const auto* limbs = backend.limbs();
  double mantissa = static_cast<double>(limbs[size - 1]);
  if (size == 1) return {mantissa, 0};
  mantissa += std::ldexp(static_cast<double>(limbs[size - 2]), -limb_bits);
  return {mantissa, static_cast<long>(size - 1) * limb_bits};
}

double ratio(const leading& above, const leading& below) {
  return std::scalbln(above.mantissa / below.mantissa, above.exponent - below.exponent);
}

}  // namespace

unsigned cpp_int_spigot::next() {
  const unsigned long found = digit();
  advance(found);
  return static_cast<unsigned>(found);
}

// ((27i − 12)q + 5r) div 5t. Doubles know the quotient to some 50 bits, and it is below ten: only a
// quotient next to a whole number needs the long way.
unsigned long cpp_int_spigot::digit() {
  const leading t = leading_of(t_);
  const double factor = static_cast<double>(27 * i_ - 12) / 5;
  double quotient = factor * ratio(leading_of(q_), t);
  const double rest = ratio(leading_of(r_), t);
  quotient += r_.backend().sign() ? -rest : rest;
  const double whole = std::floor(quotient);
  const double beyond = quotient - whole;
  if (beyond <= doubt_ || beyond >= 1 - doubt_) return exact_digit();
  return static_cast<unsigned long>(whole);
}

unsigned long cpp_int_spigot::exact_digit() const {
  const integer quotient = (q_ * (27 * i_ - 12) + r_ * 5) / (t_ * 5);
  return static_cast<unsigned long>(quotient);
}

// Published: u = 3(3i+1)(3i+2); r ← 10u(q(5i − 2) + r − t·digit); q ← 10q·i(2i − 1); t ← t·u.
// Only the ratios of q, r and t matter, so a factor common to u and 10i(2i − 1) is left out of all
// three; that keeps the numbers an eighth shorter.
void cpp_int_spigot::advance(unsigned long digit) {
  const unsigned long u = 3 * (3 * i_ + 1) * (3 * i_ + 2);
  const unsigned long v = 10 * i_ * (2 * i_ - 1);
  const unsigned long common = std::gcd(u, v);
  product_ = q_;
  product_ *= 5 * i_ - 2;
  r_ += product_;
  product_ = t_;
  product_ *= digit;
  r_ -= product_;
  r_ *= 10 * (u / common);
  q_ *= v / common;
  t_ *= u / common;
  ++i_;
}

std::string cpp_int_digits(unsigned count) {
  std::string digits;
  digits.reserve(count);
  cpp_int_spigot next_digits;
  while (digits.size() < count) digits += static_cast<char>('0' + next_digits.next());
  return digits;
}

}  // namespace pi
