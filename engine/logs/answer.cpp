#include "engine/logs/answer.hpp"

namespace lambent::logs {
namespace {

// How many bytes the well-formed UTF-8 character at the start of `text` has; 0 when it is none.
std::size_t character_bytes(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (text.size() < size) return 0;
  for (std::size_t i = 1; i < size; ++i)
    if ((byte(i) & 0xC0) != 0x80) return 0;
  const auto second = byte(1);  // Overlong forms, surrogates, beyond U+10FFFF.
  const bool wrong = (lead == 0xE0 && second < 0xA0) || (lead == 0xED && second >= 0xA0) ||
                     (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second >= 0x90);
  return wrong ? 0 : size;
}

bool is_plain(char c) {
  return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x80 &&
         c != '"' && c != '\\';
}

void append_control(std::string& out, char c) {
  constexpr std::string_view hex = "0123456789abcdef";
  const auto code = static_cast<unsigned char>(c);
  switch (c) {
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
      out += "\\u00";
      out += hex[code >> 4];
      out += hex[code & 0xF];
  }
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    std::size_t size = 0;
    while (size < text.size() && is_plain(text[size])) ++size;
    out.append(text, 0, size);
    text.remove_prefix(size);
    if (text.empty()) break;
    size = character_bytes(text);
    if (size > 1) {
      out.append(text, 0, size);
    } else if (size == 0) {
      out += "\xEF\xBF\xBD";
      size = 1;
    } else if (text[0] == '"' || text[0] == '\\') {
      out += '\\';
      out += text[0];
    } else {
      append_control(out, text[0]);
    }
    text.remove_prefix(size);
  }
  out += '"';
}

void json_writer::separate() {
  if (out_.back() != '{' && out_.back() != '[') out_ += ',';
}

void json_writer::name(std::string_view name) {
  separate();
  append_json_string(out_, name);
  out_ += ':';
}

json_writer& json_writer::text(std::string_view member, std::string_view value) {
  name(member);
  append_json_string(out_, value);
  return *this;
}

json_writer& json_writer::number(std::string_view member, std::int64_t value) {
  name(member);
  out_ += std::to_string(value);
  return *this;
}

json_writer& json_writer::open(std::string_view member, char bracket) {
  name(member);
  out_ += bracket;
  return *this;
}

json_writer& json_writer::open_element() {
  separate();
  out_ += '{';
  return *this;
}

json_writer& json_writer::close(char bracket) {
  out_ += bracket;
  return *this;
}

}  // namespace lambent::logs
