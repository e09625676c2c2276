#include <lambent/json/reader.hpp>

#include <charconv>

#include "number.hpp"
#include "text.hpp"

namespace lambent::json {

namespace {

// What an error shows of the text that was found instead.
constexpr std::size_t shown_bytes_max = 24;

constexpr bool is_blank(char c) noexcept { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

// Four hexadecimal digits at `at`; -1 when there are none.
int code_unit(std::string_view text, std::size_t at) noexcept {
  if (text.size() - at < 4) return -1;
  const char* const digits = text.data() + at;
  std::uint16_t unit = 0;
  return std::from_chars(digits, digits + 4, unit, 16).ptr == digits + 4 ? unit : -1;
}

constexpr std::string_view escapes = "\"\\/bfnrt";
constexpr std::string_view escape_meanings = "\"\\/\b\f\n\r\t";

// Whether what follows a backslash makes an escape with it (RFC 8259 §7).
bool is_escape(std::string_view text) noexcept {
  if (text.empty()) return false;
  return text.front() == 'u' ? code_unit(text, 1) >= 0
                             : escapes.find(text.front()) != std::string_view::npos;
}

void append_utf8(std::string& out, unsigned code_point) {
  const auto put = [&out](unsigned byte) { out += static_cast<char>(byte); };
  const auto tail = [&](unsigned shift) { put(0x80U | (code_point >> shift & 0x3FU)); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0U | code_point >> 6U);
    tail(0);
  } else if (code_point < 0x10000) {
    put(0xE0U | code_point >> 12U);
    tail(6);
    tail(0);
  } else {
    put(0xF0U | code_point >> 18U);
    tail(12);
    tail(6);
    tail(0);
  }
}

// The value at the front of `text` as an error shows it; empty for those that are better not shown.
std::string_view shown_value(std::string_view text) noexcept {
  if (text.starts_with('{') || text.starts_with('[') || text.starts_with("null")) return {};
  if (!text.starts_with('"')) return text.substr(0, text.find_first_of(",]} \t\r\n"));
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') return text.substr(0, i + 1);
    if (text[i] == '\\') ++i;
  }
  return {};
}

std::string_view name_of(kind k) noexcept {
  switch (k) {
    case kind::null:
      return "null";
    case kind::boolean:
      return "a boolean";
    case kind::number:
      return "a number";
    case kind::string:
      return "a string";
    case kind::array:
      return "an array";
    case kind::object:
      return "an object";
  }
  return "null";
}

}  // namespace

void reader::skip_blanks() noexcept {
  while (!at_end() && is_blank(text_[at_])) ++at_;
}

std::size_t reader::place() noexcept {
  skip_blanks();
  return at_;
}

kind reader::peek() noexcept {
  skip_blanks();
  if (at_end()) return kind::null;
  switch (text_[at_]) {
    case '"':
      return kind::string;
    case '{':
      return kind::object;
    case '[':
      return kind::array;
    case 't':
    case 'f':
      return kind::boolean;
    default:
      return text_[at_] == '-' || is_digit(text_[at_]) ? kind::number : kind::null;
  }
}

bool reader::fail(std::string_view why) { return fail_at(value_, why); }

bool reader::fail_at(std::size_t place, std::string_view why) {
  if (failed()) return false;  // The first reason is the one that counts.
  problem_ = path_at(text_, place);
  problem_ += ": ";
  problem_ += why;
  return false;
}

bool reader::syntax(std::string_view what) {
  std::string why = "no valid JSON: ";
  why += what;
  why += " at byte ";
  char digits[20];
  why.append(digits, std::to_chars(digits, digits + sizeof digits, at_).ptr);
  return fail_at(at_, why);
}

// The next value is not what the caller wanted; it may also be no value at all.
bool reader::wrong_kind(std::string_view wanted) {
  if (failed()) return false;
  const kind found = peek();
  const bool value_begins = found != kind::null || text_.substr(at_, 4) == "null";
  if (!value_begins) return syntax(at_end() ? "it ends too early" : "no value begins");
  std::string why = "expected ";
  why += wanted;
  why += ", found ";
  why += name_of(found);
  const std::string_view shown = shown_value(text_.substr(at_));
  if (!shown.empty() && shown.size() <= shown_bytes_max) {
    why += ' ';
    why += shown;
  }
  return fail_at(at_, why);
}

bool reader::take_word(std::string_view word) {
  if (text_.substr(at_, word.size()) != word) return syntax("an unknown word");
  at_ += word.size();
  return true;
}

bool reader::take_null() noexcept {
  skip_blanks();
  if (failed() || text_.substr(at_, 4) != "null") return false;
  value_ = at_;
  at_ += 4;
  return true;
}

bool reader::read(bool& out) {
  if (failed() || peek() != kind::boolean) return wrong_kind("a boolean");
  value_ = at_;
  const bool yes = text_[at_] == 't';
  if (!take_word(yes ? "true" : "false")) return false;
  out = yes;
  return true;
}

bool reader::scan_number(std::string_view& out, bool& integral) {
  if (failed() || peek() != kind::number) return wrong_kind("a number");
  value_ = at_;
  const auto digits = [this] {
    const std::size_t from = at_;
    while (!at_end() && is_digit(text_[at_])) ++at_;
    return at_ != from;
  };
  const auto next_is = [this](char c) { return !at_end() && text_[at_] == c; };
  if (next_is('-')) ++at_;
  const bool zero = next_is('0');
  const std::size_t integer_begins = at_;
  if (!digits() || (zero && at_ - integer_begins > 1)) return syntax("a malformed number");
  integral = true;
  if (next_is('.')) {
    ++at_;
    integral = false;
    if (!digits()) return syntax("a malformed number");
  }
  if (next_is('e') || next_is('E')) {
    ++at_;
    integral = false;
    if (next_is('+') || next_is('-')) ++at_;
    if (!digits()) return syntax("a malformed number");
  }
  out = text_.substr(value_, at_ - value_);
  return true;
}

template <class Integer>
bool reader::read_integer(Integer& out) {
  if (failed() || peek() != kind::number) return wrong_kind("an integer");
  std::string_view text;
  bool integral = false;
  if (!scan_number(text, integral)) return false;
  Integer value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (integral && error == std::errc() && end == text.data() + text.size()) {
    out = value;
    return true;
  }
  std::string why = integral ? "a number out of range: " : "expected an integer, found ";
  why += text.substr(0, shown_bytes_max);
  return fail(why);
}

bool reader::read(std::int64_t& out) { return read_integer(out); }
bool reader::read(std::uint64_t& out) { return read_integer(out); }

bool reader::read(double& out) {
  std::string_view text;
  bool integral = false;
  if (!scan_number(text, integral)) return false;
  return parse_double(text, out) || fail("a number out of range");
}

// `content` is what stands between the quotes.
bool reader::scan_string(std::string_view& content, bool& escaped) {
  if (failed() || peek() != kind::string) return wrong_kind("a string");
  value_ = at_;
  std::size_t i = at_ + 1;
  escaped = false;
  bool fine = true;
  while (true) {
    if (i < text_.size()) i += json_text::plain_prefix(text_.substr(i));
    at_ = i;
    if (i >= text_.size()) return syntax("a string without an end");
    const char c = text_[i];
    if (c == '"') break;
    if (c == '\\') {
      escaped = true;
      fine = fine && is_escape(text_.substr(i + 1));
      i += 2;
    } else if (const std::size_t length = json_text::utf8_length(text_.substr(i));
               length > 1 || c == 0x7F) {
      i += length;
    } else {
      return syntax(static_cast<unsigned char>(c) < 0x20 ? "a control character in a string"
                                                         : "a string that is no UTF-8");
    }
  }
  content = text_.substr(value_ + 1, at_ - value_ - 1);
  ++at_;
  return fine || fail("no valid JSON: a string with an unknown escape");
}

// For content that scan_string has passed.
void reader::unescape(std::string_view content, std::string& out) {
  out.clear();
  out.reserve(content.size());
  for (std::size_t i = 0; i < content.size();) {
    const std::size_t backslash = content.find('\\', i);
    out += content.substr(i, backslash - i);
    if (backslash == std::string_view::npos) break;
    i = backslash + 2;
    const char c = content[i - 1];
    if (const std::size_t which = escapes.find(c); which != std::string_view::npos) {
      out += escape_meanings[which];
    } else {
      unescape_unicode(content, i, out);
    }
  }
}

// Half of a surrogate pair is allowed in JSON (RFC 8259 §8.2), and no character: U+FFFD.
void reader::unescape_unicode(std::string_view content, std::size_t& i, std::string& out) {
  const int first = code_unit(content, i);
  i += 4;
  auto code_point = static_cast<unsigned>(first);
  if (first >= 0xD800 && first < 0xE000) {
    code_point = 0xFFFD;
    if (first < 0xDC00 && content.substr(i, 2) == "\\u") {
      const int second = code_unit(content, i + 2);
      if (second >= 0xDC00 && second < 0xE000) {
        code_point = 0x10000U + ((static_cast<unsigned>(first) & 0x3FFU) << 10U |
                                 (static_cast<unsigned>(second) & 0x3FFU));
        i += 6;
      }
    }
  }
  append_utf8(out, code_point);
}

bool reader::read(std::string& out) {
  std::string_view content;
  bool escaped = false;
  if (!scan_string(content, escaped)) return false;
  if (escaped) {
    unescape(content, out);
  } else {
    out.assign(content);
  }
  return true;
}

bool reader::read_text(std::string_view& out) {
  bool escaped = false;
  if (!scan_string(out, escaped)) return false;
  if (!escaped) return true;
  unescape(out, scratch_);
  out = scratch_;
  return true;
}

bool reader::read_raw(std::string_view& out) {
  const std::size_t begin = place();
  if (!skip()) return false;
  out = text_.substr(begin, at_ - begin);
  value_ = begin;
  return true;
}

bool reader::skip() {
  switch (peek()) {
    case kind::boolean: {
      bool ignored = false;
      return read(ignored);
    }
    case kind::number: {
      std::string_view ignored;
      bool integral = false;
      return scan_number(ignored, integral);
    }
    case kind::string: {
      std::string_view content;
      bool escaped = false;
      return scan_string(content, escaped);
    }
    case kind::array:
      if (!begin_array()) return false;
      while (next_element()) {
        if (!skip()) return false;
      }
      return !failed();
    case kind::object: {
      if (!begin_object()) return false;
      std::string_view name;
      while (next_member(name)) {
        if (!skip()) return false;
      }
      return !failed();
    }
    case kind::null:
      break;
  }
  return take_null() || wrong_kind("a value");
}

bool reader::enter(char opening, std::string_view what) {
  skip_blanks();
  if (failed() || at_end() || text_[at_] != opening) return wrong_kind(what);
  value_ = at_;
  if (depth_ == depth_max) return fail("arrays and objects lie more than 128 deep");
  ++at_;
  ++depth_;
  first_ = true;
  return true;
}

// Whether another element or member follows; takes the comma or the closing bracket.
bool reader::more(char closing) {
  skip_blanks();
  if (failed()) return false;
  const bool first = first_;
  first_ = false;
  if (at_end()) return syntax("it ends too early");
  if (text_[at_] == closing) {
    ++at_;
    --depth_;
    return false;
  }
  if (first) return true;
  if (text_[at_] != ',') return syntax("a comma is missing");
  ++at_;
  skip_blanks();
  // A comma before the bracket: what should follow is no value.
  if (!at_end() && text_[at_] == closing) return syntax("a comma too many");
  return true;
}

bool reader::begin_array() { return enter('[', "an array"); }
bool reader::next_element() { return more(']'); }
bool reader::begin_object() { return enter('{', "an object"); }

bool reader::next_member(std::string_view& name) {
  if (!more('}')) return false;
  if (peek() != kind::string) return syntax("a member's name is missing");
  if (!read_text(name)) return false;
  return expect(':', "a colon is missing");
}

bool reader::expect(char c, std::string_view what) {
  skip_blanks();
  if (at_end() || text_[at_] != c) return syntax(what);
  ++at_;
  return true;
}

bool reader::finish() {
  if (failed()) return false;
  skip_blanks();
  return at_end() || syntax("something follows the value");
}

}  // namespace lambent::json
