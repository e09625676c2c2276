#include "base/base64.hpp"

#include <array>
#include <cstdint>

namespace lambent {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// One table per place in a group of four, its six bits already shifted home. A foreign character
// sets a bit above the 24 that count, so that one test covers the four.
constexpr std::uint32_t foreign = 1U << 31;

using table = std::array<std::uint32_t, 256>;

constexpr table make_table(unsigned shift) {
  table t{};
  t.fill(foreign);
  for (std::uint32_t value = 0; value < 64; ++value)
    t[static_cast<unsigned char>(alphabet[value])] = value << shift;
  return t;
}

constexpr table first = make_table(18), second = make_table(12), third = make_table(6),
                fourth = make_table(0);

std::uint32_t group(const char* in) {
  auto at = [in](int i) { return static_cast<unsigned char>(in[i]); };
  return first[at(0)] | second[at(1)] | third[at(2)] | fourth[at(3)];
}

char byte(std::uint32_t bits, unsigned shift) { return static_cast<char>((bits >> shift) & 0xff); }

}  // namespace

std::string base64_encode(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  auto at = [&](std::size_t i) { return std::uint32_t{static_cast<unsigned char>(bytes[i])}; };
  auto put = [&](std::uint32_t bits, unsigned count) {
    for (unsigned i = 0; i < 4; ++i)
      text += i < count ? alphabet[(bits >> (18 - 6 * i)) & 63] : '=';
  };
  std::size_t i = 0;
  for (; i + 3 <= bytes.size(); i += 3) put(at(i) << 16 | at(i + 1) << 8 | at(i + 2), 4);
  if (bytes.size() - i == 1) put(at(i) << 16, 2);
  if (bytes.size() - i == 2) put(at(i) << 16 | at(i + 1) << 8, 3);
  return text;
}

std::optional<std::string> base64_decode(std::string_view text) {
  if (text.empty()) return std::string();
  if (text.size() % 4 != 0) return std::nullopt;
  std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  std::string bytes(text.size() / 4 * 3 - padding, '\0');

  const char* in = text.data();
  const char* last = in + text.size() - 4;
  char* out = bytes.data();
  std::uint32_t seen = 0;
  for (; in < last; in += 4, out += 3) {
    std::uint32_t bits = group(in);
    seen |= bits;
    out[0] = byte(bits, 16);
    out[1] = byte(bits, 8);
    out[2] = byte(bits, 0);
  }
  std::array<char, 4> tail{last[0], last[1], padding > 1 ? 'A' : last[2],
                           padding > 0 ? 'A' : last[3]};
  std::uint32_t bits = group(tail.data());
  seen |= bits;
  if ((seen & foreign) != 0) return std::nullopt;
  if ((padding == 1 && (bits & 0xff) != 0) || (padding == 2 && (bits & 0xffff) != 0))
    return std::nullopt;
  out[0] = byte(bits, 16);
  if (padding < 2) out[1] = byte(bits, 8);
  if (padding < 1) out[2] = byte(bits, 0);
  return bytes;
}

}  // namespace lambent
