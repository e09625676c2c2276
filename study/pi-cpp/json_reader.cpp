#include "json_reader.hpp"

#include <string_view>

namespace pi {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

char unescaped_ascii(std::string_view hex4) {
  unsigned code = 0;
  for (char c : hex4) {
    const char lower = static_cast<char>(c | 0x20);
    code = code * 16 + static_cast<unsigned>(is_digit(c) ? c - '0' : lower - 'a' + 10);
  }
  return code < 0x80 ? static_cast<char>(code) : '\x7f';
}

}  // namespace

std::string unescaped(std::string_view string_text) {
  std::string text;
  const std::string_view token = string_text.substr(1, string_text.size() - 2);
  for (std::size_t at = 0; at < token.size(); ++at) {
    if (token[at] != '\\') {
      text += token[at];
      continue;
    }
    ++at;
    switch (token[at]) {
      case 'b':
        text += '\b';
        break;
      case 'f':
        text += '\f';
        break;
      case 'n':
        text += '\n';
        break;
      case 'r':
        text += '\r';
        break;
      case 't':
        text += '\t';
        break;
      case 'u':
        text += unescaped_ascii(token.substr(at + 1, 4));
        at += 4;
        break;
      default:
        text += token[at];
    }
  }
  return text;
}

std::optional<json_value> json_reader::document() {
  std::optional<json_value> whole = read_value(0);
  if (!whole) return std::nullopt;
  skip_space();
  if (at_ == text_.size()) return whole;
  problem_ = "more text follows the value";
  return std::nullopt;
}

std::string json_reader::problem() const {
  return std::string(problem_) + " at byte " + std::to_string(at_);
}

char json_reader::peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

void json_reader::skip_space() {
  while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') ++at_;
}

bool json_reader::fail(const char* problem) {
  problem_ = problem;
  return false;
}

bool json_reader::accept(char c, const char* problem) {
  if (peek() != c) return fail(problem);
  ++at_;
  return true;
}

std::optional<json_value> json_reader::read_value(unsigned depth) {
  skip_space();
  const std::size_t start = at_;
  const std::optional<kind> what = read_bare_value(depth);
  if (!what) return std::nullopt;
  return json_value{*what, text_.substr(start, at_ - start)};
}

std::optional<kind> json_reader::read_bare_value(unsigned depth) {
  const auto when = [](bool good, kind what) { return good ? std::optional(what) : std::nullopt; };
  const char first = peek();
  if (first == '{') return when(read_object(depth + 1), kind::object);
  if (first == '[') return when(read_array(depth + 1), kind::array);
  if (first == '"') return when(read_string(), kind::string);
  if (first == '-' || is_digit(first)) return when(read_number(), kind::number);
  for (std::string_view word : {"true", "false", "null"}) {
    if (text_.substr(at_, word.size()) != word) continue;
    at_ += word.size();
    return word == "null" ? kind::null : kind::boolean;
  }
  fail("a value is expected");
  return std::nullopt;
}

bool json_reader::read_object(unsigned depth) {
  if (depth > nesting_max) return fail("more than 256 arrays and objects lie within each other");
  ++at_;
  skip_space();
  if (peek() == '}') return accept('}', "");
  while (true) {
    skip_space();
    const std::size_t start = at_;
    if (peek() != '"') return fail("a member's name in quotes is expected");
    if (!read_string()) return false;
    const std::string_view name = text_.substr(start, at_ - start);
    skip_space();
    if (!accept(':', "a colon is expected")) return false;
    const std::optional<json_value> found = read_value(depth);
    if (!found) return false;
    if (depth == 1 && unescaped(name) == wanted_) member_ = found;
    skip_space();
    if (peek() != ',') return accept('}', "a comma or } is expected");
    ++at_;
  }
}

bool json_reader::read_array(unsigned depth) {
  if (depth > nesting_max) return fail("more than 256 arrays and objects lie within each other");
  ++at_;
  skip_space();
  if (peek() == ']') return accept(']', "");
  while (true) {
    if (!read_value(depth)) return false;
    skip_space();
    if (peek() != ',') return accept(']', "a comma or ] is expected");
    ++at_;
  }
}

bool json_reader::read_string() {
  ++at_;
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (static_cast<unsigned char>(c) < 0x20) return fail("a control character stands in a string");
    ++at_;
    if (c == '"') return true;
    if (c == '\\' && !read_escape()) return false;
  }
  return fail("a string is not closed");
}

bool json_reader::read_escape() {
  constexpr std::string_view hex_digits = "0123456789abcdefABCDEF";
  if (std::string_view("\"\\/bfnrtu").find(peek()) == std::string_view::npos) {
    return fail("an unknown escape stands in a string");
  }
  const bool code = text_[at_++] == 'u';
  for (int left = code ? 4 : 0; left > 0; --left, ++at_) {
    if (hex_digits.find(peek()) == std::string_view::npos)
      return fail("four hex digits are expected");
  }
  return true;
}

bool json_reader::read_number() {
  if (peek() == '-') ++at_;
  if (peek() == '0') {
    ++at_;
  } else if (!read_digits()) {
    return false;
  }
  if (peek() == '.') {
    ++at_;
    if (!read_digits()) return false;
  }
  if (peek() != 'e' && peek() != 'E') return true;
  ++at_;
  if (peek() == '+' || peek() == '-') ++at_;
  return read_digits();
}

bool json_reader::read_digits() {
  if (!is_digit(peek())) return fail("a digit is expected");
  while (is_digit(peek())) ++at_;
  return true;
}

}  // namespace pi
