#include "base/random.hpp"

#include <sys/random.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace lambent {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

// One getrandom call fills many names: a request id is needed per invocation.
class generator {
public:
  unsigned char next() {
    if (used_ == sizeof pool_) refill();
    return pool_[used_++];
  }

private:
  void refill() {
    std::size_t have = 0;
    while (have < sizeof pool_) {
      auto got = ::getrandom(pool_ + have, sizeof pool_ - have, 0);
      if (got > 0) have += static_cast<std::size_t>(got);
      // Interrupted calls are repeated; the call cannot fail otherwise once the kernel is seeded.
      if (got < 0 && errno != EINTR) std::abort();
    }
    used_ = 0;
  }

  unsigned char pool_[512];
  std::size_t used_ = sizeof pool_;
};

unsigned char random_byte() {
  thread_local generator source;
  return source.next();
}

}  // namespace

std::string random_hex(std::size_t digits) {
  std::string text(digits, '0');
  for (std::size_t i = 0; i < digits; i += 2) {
    unsigned char byte = random_byte();
    text[i] = hex_digits[byte >> 4];
    if (i + 1 < digits) text[i + 1] = hex_digits[byte & 15];
  }
  return text;
}

std::string random_text(std::size_t chars, std::string_view alphabet) {
  std::string text;
  text.reserve(chars);
  while (text.size() < chars) text += alphabet[random_byte() % alphabet.size()];
  return text;
}

std::string random_uuid() {
  std::string text(36, '-');
  for (std::size_t i = 0; i < text.size();) {
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      ++i;
      continue;
    }
    unsigned char byte = random_byte();
    text[i++] = hex_digits[byte >> 4];
    text[i++] = hex_digits[byte & 15];
  }
  text[14] = '4';
  text[19] = "89ab"[random_byte() & 3];
  return text;
}

double random_unit() {
  // 53 random bits: as many as a double can hold.
  std::uint64_t bits = 0;
  for (int i = 0; i < 7; ++i) bits = bits << 8 | random_byte();
  return static_cast<double>(bits >> 3) * 0x1p-53;
}

}  // namespace lambent
