#include "http1_request.hpp"

namespace lambent::http1 {

namespace {

bool is_target(std::string_view text) noexcept {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte >= 0x7F) return false;
  }
  return !text.empty();
}

}  // namespace

bool request_parser::on_start_line(std::string_view line, std::size_t at) noexcept {
  // "POST /path HTTP/1.1", exactly one space between the parts.
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return false;
  const std::string_view target = line.substr(first + 1, last - first - 1);
  if (!is_token(line.substr(0, first)) || !is_target(target)) return false;
  method_begin_ = at;
  method_size_ = first;
  target_size_ = target.size();
  return take_version(line.substr(last + 1));
}

message_parser::framing request_parser::body_framing() noexcept {
  // A server that believed either of them could be told a second request inside the first.
  if (chunked_ && has_length_) return framing::malformed;
  if (chunked_) return framing::chunked;
  return has_length_ ? framing::length : framing::none;
}

bool expects_continue(std::string_view head) noexcept {
  field f;
  while (next_field(head, f)) {
    if (name_is(f.name, "expect")) return name_is(f.value, "100-continue");
  }
  return false;
}

}  // namespace lambent::http1
