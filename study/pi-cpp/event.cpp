#include "event.hpp"

#include "json_reader.hpp"

#include <optional>
#include <utility>

namespace pi {
namespace {

constexpr std::size_t quoted_bytes_max = 40;  // of the caller's value, in a message

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bad_event bad(std::string sentence) {
  return {std::move(sentence) + R"(; send an event such as {"digits": 10000})"};
}

/// The start of a long text, whole characters of UTF-8 only.
std::string shortened(std::string_view text) {
  if (text.size() <= quoted_bytes_max) return std::string(text);
  std::size_t end = quoted_bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "…";
}

const char* with_article(kind what) {
  switch (what) {
    case kind::object:
      return "an object";
    case kind::array:
      return "an array";
    case kind::string:
      return "a string";
    case kind::number:
      return "a number";
    case kind::boolean:
      return "a boolean";
    case kind::null:
      return "null";
  }
  return "a value";
}

/// Decimal digits, in which single underscores may stand; saturates beyond digits_max. Nothing when
/// the text is anything else.
std::optional<unsigned> plain_count(std::string_view text) {
  unsigned count = 0;
  bool after_digit = false;
  for (char c : text) {
    if (c == '_' && after_digit) {
      after_digit = false;
      continue;
    }
    if (!is_digit(c)) return std::nullopt;
    after_digit = true;
    if (count <= digits_max) count = count * 10 + static_cast<unsigned>(c - '0');
  }
  if (!after_digit) return std::nullopt;
  return count;
}

std::variant<unsigned, bad_event> count_in(const json_value& digits) {
  const std::string is = "\"digits\" is " + shortened(digits.text);
  if (digits.what != kind::number && digits.what != kind::string) {
    return bad(std::string("\"digits\" is ") + with_article(digits.what) +
               ", neither a number nor a string that holds one");
  }
  const std::string text =
      digits.what == kind::string ? unescaped(digits.text) : std::string(digits.text);
  const bool negative = text.starts_with('-');
  const std::optional<unsigned> count =
      plain_count(std::string_view(text).substr(negative ? 1 : 0));
  if (!count) {
    const std::optional<json_value> number = json_reader(text).document();
    if (!number || number->what != kind::number) return bad(is + ", which is not a number");
    return bad(is + ", which is not a whole number in plain digits");
  }
  if (negative || *count == 0) return bad(is + ", but at least 1 must be asked for");
  if (*count > digits_max) {
    return bad(is + ", but at most " + std::to_string(digits_max) + " may be asked for");
  }
  return *count;
}

}  // namespace

std::variant<unsigned, bad_event> read_event(std::string_view event) {
  json_reader json(event, "digits");
  const std::optional<json_value> whole = json.document();
  if (!whole) return bad("the event is not JSON: " + json.problem());
  if (whole->what != kind::object) {
    return bad(std::string("the event is ") + with_article(whole->what) + ", not an object");
  }
  if (!json.member()) return bad("the event has no member \"digits\"");
  return count_in(*json.member());
}

}  // namespace pi
