#include <lambent/json/writer.hpp>

#include <charconv>
#include <limits>

#include "number.hpp"
#include "text.hpp"

namespace lambent::json {

// What was written last says whether a comma is due: no value ends in one of these three.
void writer::separate() {
  if (out_.size() == start_) return;
  const char last = out_.back();
  if (last != '{' && last != '[' && last != ':') out_ += ',';
}

writer& writer::begin_object() {
  separate();
  out_ += '{';
  return *this;
}

writer& writer::name(std::string_view text) {
  value(text);
  out_ += ':';
  return *this;
}

writer& writer::end_object() {
  out_ += '}';
  return *this;
}

writer& writer::begin_array() {
  separate();
  out_ += '[';
  return *this;
}

writer& writer::end_array() {
  out_ += ']';
  return *this;
}

writer& writer::null() { return raw("null"); }
writer& writer::value(bool v) { return raw(v ? "true" : "false"); }

writer& writer::value(std::int64_t v) {
  char digits[20];
  return raw({digits, std::to_chars(digits, digits + sizeof digits, v).ptr});
}

writer& writer::value(std::uint64_t v) {
  char digits[20];
  return raw({digits, std::to_chars(digits, digits + sizeof digits, v).ptr});
}

writer& writer::value(double v) {
  separate();
  append_double(out_, v);
  return *this;
}

writer& writer::value(std::string_view text) {
  separate();
  json_text::append_string(out_, text, std::numeric_limits<std::size_t>::max());
  return *this;
}

writer& writer::raw(std::string_view json) {
  separate();
  out_ += json;
  return *this;
}

}  // namespace lambent::json
