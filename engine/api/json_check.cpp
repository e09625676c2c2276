#include "engine/api/json_check.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "engine/model/limits.hpp"

namespace lambent::api {
namespace {

constexpr std::string_view source =
    "[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); ";
constexpr std::string_view value_list =
    "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
constexpr std::size_t token_shown_max_chars = 256;

bool digit(unsigned char c) { return c >= '0' && c <= '9'; }
bool hex_digit(unsigned char c) {
  return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// Java's idea of identifiers, for bytes below 0x100 read as Latin-1. Jackson decides by it whether
// it saw a misspelt token or a stray character.
bool identifier_start(unsigned char c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$') return true;
  return (c >= 0xa2 && c <= 0xa5) || c == 0xaa || c == 0xb5 || c == 0xba ||
         (c >= 0xc0 && c != 0xd7 && c != 0xf7);
}
bool identifier_part(unsigned char c) {
  return identifier_start(c) || digit(c) || c >= 0x80 || c <= 8 || (c >= 0x0e && c <= 0x1b) ||
         c == 0x7f;
}

std::string describe(unsigned char c) {
  if (c < 0x20 || (c >= 0x7f && c < 0xa0)) return "(CTRL-CHAR, code " + std::to_string(c) + ")";
  std::string shown = "'";
  if (c < 0x80) {
    shown += static_cast<char>(c);
  } else {  // Latin-1 as UTF-8.
    shown += static_cast<char>(0xc0 | (c >> 6));
    shown += static_cast<char>(0x80 | (c & 0x3f));
  }
  return shown + "' (code " + std::to_string(c) + ")";
}

class checker {
public:
  checker(std::string_view text, std::size_t depth_max)
      : begin_(text.data()),
        at_(begin_),
        end_(begin_ + text.size()),
        depth_max_(std::min(depth_max, model::limits::payload_nesting_max)) {}

  std::optional<std::string> fault() {
    document();
    if (fault_.empty()) return std::nullopt;
    return std::move(fault_);
  }

private:
  struct level {
    const char* start;
    bool object;
  };

  unsigned char peek() const { return static_cast<unsigned char>(*at_); }
  bool done() const { return at_ == end_; }

  bool fail_at(const char* where, std::string what) {
    fault_ = std::move(what) + "\n at " + location(where);
    return false;
  }
  bool unexpected(std::string_view comment) {
    return fail_at(at_, "Unexpected character (" + describe(peek()) + "): " + std::string(comment));
  }
  bool end_of_input(const std::string& detail) {
    return fail_at(end_, "Unexpected end-of-input" + detail);
  }

  std::string location(const char* where) const {
    auto row = std::count(begin_, where, '\n') + 1;
    const char* start = where;
    while (start != begin_ && start[-1] != '\n') --start;
    return std::string(source) + "line: " + std::to_string(row) +
           ", column: " + std::to_string(where - start + 1) + "]";
  }

  // False at a character that is neither white space nor allowed between tokens.
  bool skip_space() {
    while (!done()) {
      unsigned char c = peek();
      if (c > ' ') return true;
      if (c != ' ' && c != '\n' && c != '\t' && c != '\r')
        return fail_at(at_, "Illegal character (" + describe(c) +
                                "): only regular white space (\\r, \\n, \\t) is allowed between "
                                "tokens");
      ++at_;
    }
    return true;
  }

  bool inside_ended() {
    const level& open = levels_[depth_ - 1];
    return end_of_input(std::string(": expected close marker for ") +
                        (open.object ? "Object" : "Array") + " (start marker at " +
                        location(open.start) + ")");
  }
  bool between_ended() {
    return end_of_input(std::string(" within/between ") +
                        (levels_[depth_ - 1].object ? "Object" : "Array") + " entries");
  }

  bool document();
  bool value(bool& opened);
  bool open(bool object);
  bool close();
  bool key();
  bool next_in_container();
  bool string(bool name);
  bool escape(bool name);
  bool utf8();
  bool number();
  bool digits(std::string_view missing);
  bool literal(std::string_view word);
  bool unrecognized(const char* start);
  bool stray_value();

  const char* begin_;
  const char* at_;
  const char* end_;
  std::size_t depth_max_;
  std::size_t depth_ = 0;
  std::string fault_;
  std::array<level, model::limits::payload_nesting_max> levels_;
};

bool checker::document() {
  if (!skip_space()) return false;
  if (done()) return fail_at(at_, "No content to map due to end-of-input");
  bool opened = false;
  if (!value(opened)) return false;
  while (depth_ > 0) {
    // Just after an opening bracket a container may close; elsewhere a comma or the end comes next.
    if (!skip_space()) return false;
    if (done()) return inside_ended();
    char c = *at_;
    if (c == '}' || c == ']') {
      if (!close()) return false;
      opened = false;
      continue;
    }
    if (!opened && !next_in_container()) return false;
    if (levels_[depth_ - 1].object && !key()) return false;
    if (!value(opened)) return false;
  }
  if (!skip_space()) return false;
  return done() || unexpected("Expected space separating root-level values");
}

bool checker::next_in_container() {
  if (*at_ != ',')
    return unexpected(levels_[depth_ - 1].object ? "was expecting comma to separate Object entries"
                                                 : "was expecting comma to separate Array entries");
  ++at_;
  if (!skip_space()) return false;
  return !done() || between_ended();
}

bool checker::open(bool object) {
  if (depth_ == depth_max_)
    return fail_at(at_ + 1, "Document nesting depth (" + std::to_string(depth_ + 1) +
                                ") exceeds the maximum allowed (" + std::to_string(depth_max_) +
                                ", from `StreamReadConstraints.getMaxNestingDepth()`)");
  levels_[depth_++] = {at_++, object};
  return true;
}

bool checker::close() {
  const level& open = levels_[depth_ - 1];
  char wanted = open.object ? '}' : ']';
  if (*at_ != wanted)
    return fail_at(at_, std::string("Unexpected close marker '") + *at_ + "': expected '" + wanted +
                            "' (for " + (open.object ? "Object" : "Array") + " starting at " +
                            location(open.start) + ")");
  ++at_;
  --depth_;
  return true;
}

bool checker::key() {
  if (*at_ != '"') return unexpected("was expecting double-quote to start field name");
  ++at_;
  if (!string(true) || !skip_space()) return false;
  if (done()) return between_ended();
  if (*at_ != ':') return unexpected("was expecting a colon to separate field name and value");
  ++at_;
  if (!skip_space()) return false;
  return !done() || between_ended();
}

// One scalar, or the opening bracket of a container (`opened`).
bool checker::value(bool& opened) {
  opened = false;
  switch (*at_) {
    case '"':
      ++at_;
      return string(false);
    case '{':
    case '[':
      opened = true;
      return open(*at_ == '{');
    case 't':
      return literal("true");
    case 'f':
      return literal("false");
    case 'n':
      return literal("null");
    default:
      return *at_ == '-' || digit(peek()) ? number() : stray_value();
  }
}

bool checker::stray_value() {
  char c = *at_;
  bool in_array = depth_ > 0 && !levels_[depth_ - 1].object;
  if (c == ',' || c == '}' || (c == ']' && in_array)) return unexpected("expected a value");
  if (identifier_start(peek())) return unrecognized(at_);
  return unexpected("expected a valid value " + std::string(value_list));
}

bool checker::unrecognized(const char* start) {
  const char* stop = start;
  while (stop != end_ && identifier_part(static_cast<unsigned char>(*stop)) &&
         static_cast<std::size_t>(stop - start) < token_shown_max_chars)
    ++stop;
  std::string token(start, stop);
  // A token of foreign bytes is shown, never sent on as broken UTF-8.
  for (char& c : token)
    if (static_cast<unsigned char>(c) >= 0x80 || static_cast<unsigned char>(c) < 0x20) c = '?';
  if (stop - start == static_cast<std::ptrdiff_t>(token_shown_max_chars)) token += "...";
  const char* where = stop == end_ ? stop : stop + 1;
  return fail_at(where,
                 "Unrecognized token '" + token + "': was expecting " + std::string(value_list));
}

bool checker::literal(std::string_view word) {
  const char* start = at_;
  auto left = static_cast<std::size_t>(end_ - at_);
  if (left < word.size() || std::memcmp(at_, word.data(), word.size()) != 0)
    return unrecognized(start);
  at_ += word.size();
  if (!done() && peek() >= '0' && identifier_part(peek())) return unrecognized(start);
  return true;
}

bool checker::digits(std::string_view missing) {
  if (done()) return end_of_input(" in numeric value: " + std::string(missing));
  if (!digit(peek()))
    return fail_at(at_, "Unexpected character (" + describe(peek()) +
                            ") in numeric value: " + std::string(missing));
  while (!done() && digit(peek())) ++at_;
  return true;
}

bool checker::number() {
  bool minus = *at_ == '-';
  if (minus) ++at_;
  const char* first = at_;
  if (!digits("expected digit (0-9) to follow minus sign, for valid numeric value")) return false;
  if (*first == '0' && at_ - first > 1)
    return fail_at(first + 1, "Invalid numeric value: Leading zeroes not allowed");
  if (!done() && *at_ == '.') {
    ++at_;
    if (!digits("Decimal point not followed by a digit")) return false;
  }
  if (!done() && (*at_ == 'e' || *at_ == 'E')) {
    ++at_;
    if (!done() && (*at_ == '+' || *at_ == '-')) ++at_;
    if (!digits("Exponent indicator not followed by a digit")) return false;
  }
  if (depth_ == 0 && !done() && peek() > ' ')
    return unexpected("Expected space separating root-level values");
  return true;
}

// Whether any of eight bytes is a quote, a backslash, a control character or not ASCII.
bool has_special(std::uint64_t eight) {
  constexpr std::uint64_t ones = 0x0101010101010101ULL, highs = 0x8080808080808080ULL;
  auto zero_byte = [](std::uint64_t v) { return (v - ones) & ~v; };
  std::uint64_t special = (eight - ones * 0x20) | zero_byte(eight ^ (ones * '"')) |
                          zero_byte(eight ^ (ones * '\\')) | eight;
  return (special & highs) != 0;
}

bool checker::string(bool name) {
  for (;;) {
    std::uint64_t eight = 0;
    while (end_ - at_ >= 8) {
      std::memcpy(&eight, at_, 8);
      if (has_special(eight)) break;
      at_ += 8;
    }
    if (done())
      return end_of_input(name ? " in field name"
                               : ": was expecting closing quote for a string value");
    unsigned char c = peek();
    if (c == '"') {
      ++at_;
      return true;
    }
    if (c == '\\') {
      if (!escape(name)) return false;
    } else if (c < 0x20) {
      return fail_at(at_, "Illegal unquoted character (" + describe(c) +
                              "): has to be escaped using backslash to be included in " +
                              (name ? "name" : "string value"));
    } else if (c < 0x80) {
      ++at_;
    } else if (!utf8()) {
      return false;
    }
  }
}

bool checker::escape(bool name) {
  ++at_;
  if (done()) return end_of_input(" in character escape sequence");
  char c = *at_;
  if (c != 'u') {
    if (std::string_view("\"\\/bfnrt").find(c) == std::string_view::npos)
      return fail_at(at_ + 1, "Unrecognized character escape " + describe(peek()));
    ++at_;
    return true;
  }
  ++at_;
  for (int i = 0; i < 4; ++i, ++at_) {
    if (done()) return end_of_input(name ? " in field name" : " in character escape sequence");
    if (!hex_digit(peek())) return unexpected("expected a hex-digit for character escape sequence");
  }
  return true;
}

std::string hex_byte(unsigned char c) {
  constexpr std::string_view hex = "0123456789abcdef";
  return {'0', 'x', hex[c >> 4], hex[c & 15]};
}

// One character of two to four bytes; overlong forms and surrogates do not pass.
bool checker::utf8() {
  unsigned char lead = peek();
  int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
  if (lead < 0xc2 || lead > 0xf4)
    return fail_at(at_ + 1, "Invalid UTF-8 start byte " + hex_byte(lead));
  unsigned char low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  unsigned char high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  ++at_;
  for (int i = 0; i < more; ++i, ++at_, low = 0x80, high = 0xbf) {
    if (done()) return end_of_input(": was expecting closing quote for a string value");
    if (peek() < low || peek() > high)
      return fail_at(at_ + 1, "Invalid UTF-8 middle byte " + hex_byte(peek()));
  }
  return true;
}

}  // namespace

std::optional<std::string> json_fault(std::string_view text, std::size_t depth_max) {
  return checker(text, depth_max).fault();
}

}  // namespace lambent::api
