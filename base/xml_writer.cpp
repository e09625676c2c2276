#include "base/xml_writer.hpp"

#include <utility>

namespace lambent {

std::string xml_text(std::string_view text) {
  constexpr unsigned char first_printable = 0x20;
  std::string out;
  out.reserve(text.size());
  for (char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\t':
      case '\n':
        out += c;
        break;
      case '\0':
        out += "\xef\xbf\xbd";
        break;
      default:
        if (static_cast<unsigned char>(c) < first_printable) {
          // A carriage return would be read back as a line feed.
          out += "&#" + std::to_string(int{c}) + ";";
        } else {
          out += c;
        }
    }
  }
  return out;
}

xml_writer::xml_writer(std::string_view declaration_end)
    : out_(R"(<?xml version="1.0" encoding="UTF-8"?>)") {
  out_ += declaration_end;
}

xml_writer& xml_writer::open(std::string_view name, std::string_view attributes) {
  out_.append("<").append(name);
  if (!attributes.empty()) out_.append(" ").append(attributes);
  out_ += '>';
  open_.emplace_back(name);
  return *this;
}

xml_writer& xml_writer::close() {
  out_.append("</").append(open_.back()).append(">");
  open_.pop_back();
  return *this;
}

xml_writer& xml_writer::text(std::string_view content) {
  out_ += xml_text(content);
  return *this;
}

xml_writer& xml_writer::element(std::string_view name, std::string_view text) {
  out_.append("<").append(name).append(">").append(xml_text(text));
  out_.append("</").append(name).append(">");
  return *this;
}

xml_writer& xml_writer::element_if_given(std::string_view name, std::string_view text) {
  return text.empty() ? *this : element(name, text);
}

std::string xml_writer::take() {
  while (!open_.empty()) close();
  return std::move(out_);
}

}  // namespace lambent
