#include "engine/logs/answer.hpp"

#include "base/json_string.hpp"

namespace lambent::logs {
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
