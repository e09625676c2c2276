#include "text.hpp"

#include <bit>
#include <cstdint>
#include <cstring>

namespace lambent::json_text {

namespace {

constexpr std::string_view replacement_utf8 = "\xEF\xBF\xBD";
constexpr std::string_view ellipsis = "\xE2\x80\xA6";
constexpr std::size_t escape_bytes_max = 6;

unsigned byte_at(std::string_view text, std::size_t i) noexcept {
  return static_cast<unsigned char>(text[i]);
}

struct sequence {
  std::size_t length = 0;  // 0: no lead byte.
  unsigned second_low = 0x80;
  unsigned second_high = 0xBF;
};

// Unicode's table of well-formed sequences: no overlong forms, no surrogates, nothing past
// U+10FFFF.
sequence sequence_of(unsigned lead) noexcept {
  if (lead < 0x80) return {.length = 1};
  if (lead >= 0xC2 && lead <= 0xDF) return {.length = 2};
  if (lead == 0xE0) return {.length = 3, .second_low = 0xA0};
  if (lead == 0xED) return {.length = 3, .second_high = 0x9F};
  if (lead >= 0xE1 && lead <= 0xEF) return {.length = 3};
  if (lead == 0xF0) return {.length = 4, .second_low = 0x90};
  if (lead >= 0xF1 && lead <= 0xF3) return {.length = 4};
  if (lead == 0xF4) return {.length = 4, .second_high = 0x8F};
  return {};
}

// How many bytes at the front fit the sequence that the first one announces.
std::size_t well_formed_prefix(std::string_view text, const sequence& s) noexcept {
  std::size_t i = 1;
  for (; i < s.length && i < text.size(); ++i) {
    const unsigned low = i == 1 ? s.second_low : 0x80;
    const unsigned high = i == 1 ? s.second_high : 0xBF;
    if (byte_at(text, i) < low || byte_at(text, i) > high) break;
  }
  return i;
}

void append_escaped(std::string& out, char c) {
  constexpr std::string_view digits = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  const auto value = static_cast<unsigned char>(c);
  if (value >= 0x20 && value != 0x7F) {
    out += c;
    return;
  }
  out += "\\u00";
  out += digits[value >> 4U];
  out += digits[value & 0xFU];
}

}  // namespace

// Eight bytes at a time: a byte's high bit comes out set where it is not plain.
std::size_t plain_prefix(std::string_view text) noexcept {
  constexpr std::uint64_t ones = 0x0101010101010101;
  constexpr std::uint64_t highs = ones << 7U;
  // Exact up to the first hit, which is all that is asked (a borrow only reaches bytes behind it).
  const auto has_zero = [](std::uint64_t word) { return (word - ones) & ~word & highs; };
  std::size_t i = 0;
  for (; text.size() - i >= sizeof(std::uint64_t); i += sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + i, sizeof word);
    if constexpr (std::endian::native == std::endian::big) break;
    const std::uint64_t below_space = (word - ones * 0x20) & ~word & highs;
    const std::uint64_t hit = (word & highs) | below_space | has_zero(word ^ ones * '"') |
                              has_zero(word ^ ones * '\\') | has_zero(word ^ ones * 0x7F);
    if (hit != 0) return i + static_cast<std::size_t>(std::countr_zero(hit)) / 8;
  }
  while (i < text.size() && byte_at(text, i) >= 0x20 && byte_at(text, i) < 0x7F && text[i] != '"' &&
         text[i] != '\\') {
    ++i;
  }
  return i;
}

std::size_t utf8_length(std::string_view text) noexcept {
  if (text.empty()) return 0;
  const sequence s = sequence_of(byte_at(text, 0));
  return s.length != 0 && well_formed_prefix(text, s) == s.length ? s.length : 0;
}

std::size_t invalid_length(std::string_view text) noexcept {
  const sequence s = sequence_of(byte_at(text, 0));
  return s.length == 0 ? 1 : well_formed_prefix(text, s);
}

void append_string(std::string& out, std::string_view text, std::size_t bytes_max) {
  const std::size_t start = out.size();
  const std::size_t reserve = 2 + ellipsis.size() + escape_bytes_max;
  out += '"';
  while (!text.empty()) {
    if (out.size() - start + reserve > bytes_max) {
      out += ellipsis;
      break;
    }
    // Most text is plain: taken in runs.
    const std::size_t room = bytes_max - reserve - (out.size() - start);
    if (const std::size_t plain = plain_prefix(text.substr(0, room)); plain != 0) {
      out += text.substr(0, plain);
      text.remove_prefix(plain);
      continue;
    }
    std::size_t length = utf8_length(text);
    if (length == 1) {
      append_escaped(out, text.front());
    } else if (length != 0) {
      out += text.substr(0, length);
    } else {
      out += replacement_utf8;
      length = invalid_length(text);
    }
    text.remove_prefix(length);
  }
  out += '"';
}

}  // namespace lambent::json_text
