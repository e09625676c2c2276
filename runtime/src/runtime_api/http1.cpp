#include "http1.hpp"

#include <charconv>
#include <cstring>

namespace lambent::http1 {

namespace {

constexpr int interim_responses_max = 16;
constexpr std::size_t chunk_line_bytes_max = 4096;

constexpr char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

constexpr bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }

std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// Splits "Name: value"; false for anything that is no field line (RFC 9112 §5).
bool split_field(std::string_view line, field& out) noexcept {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  out.name = line.substr(0, colon);
  if (is_blank(out.name.back()) || is_blank(out.name.front())) return false;
  out.value = trimmed(line.substr(colon + 1));
  return true;
}

bool parse_whole(std::string_view text, int base, std::size_t& out) noexcept {
  const char* const end = text.data() + text.size();
  const auto [last, problem] = std::from_chars(text.data(), end, out, base);
  return problem == std::errc() && last == end;
}

// One element of a comma-separated list.
bool list_has(std::string_view list, std::string_view lower_case) noexcept {
  while (true) {
    const std::size_t comma = list.find(',');
    if (name_is(trimmed(list.substr(0, comma)), lower_case)) return true;
    if (comma == std::string_view::npos) return false;
    list.remove_prefix(comma + 1);
  }
}

}  // namespace

bool is_token(std::string_view text) noexcept {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  for (const char c : text) {
    const bool letter = lower(c) >= 'a' && lower(c) <= 'z';
    if (!letter && (c < '0' || c > '9') && marks.find(c) == std::string_view::npos) return false;
  }
  return !text.empty();
}

bool name_is(std::string_view name, std::string_view lower_case) noexcept {
  if (name.size() != lower_case.size()) return false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (lower(name[i]) != lower_case[i]) return false;
  }
  return true;
}

bool next_field(std::string_view& head, field& out) noexcept {
  while (!head.empty()) {
    const std::size_t end = head.find('\n');
    std::string_view line = head.substr(0, end);
    head.remove_prefix(end == std::string_view::npos ? head.size() : end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (split_field(line, out)) return true;
  }
  return false;
}

progress message_parser::consume(char* bytes, std::size_t size) {
  while (true) {
    switch (state_) {
      case state::fixed_body:
        return take_fixed(size);
      case state::until_close:
        body_end_ = cursor_ = size;
        if (body_end_ - body_begin_ > limits_.body_bytes_max) return progress::body_too_large;
        return progress::need_more;
      case state::chunk_data:
        if (take_chunk(bytes, size) == progress::need_more) return progress::need_more;
        break;
      case state::done:
        return progress::complete;
      default: {
        const std::size_t line_begin = cursor_;
        std::string_view line;
        if (!take_line(bytes, size, line)) return line_missing(size);
        const progress p = on_line(line, line_begin);
        if (p != progress::need_more) return p;
      }
    }
  }
}

progress message_parser::end_of_stream() noexcept {
  if (state_ != state::until_close) return progress::malformed;
  state_ = state::done;
  return progress::complete;
}

bool message_parser::take_line(const char* bytes, std::size_t size,
                               std::string_view& line) noexcept {
  if (searched_ < cursor_) searched_ = cursor_;
  const void* found =
      size > searched_ ? std::memchr(bytes + searched_, '\n', size - searched_) : nullptr;
  if (found == nullptr) {
    searched_ = size;
    return false;
  }
  const auto end = static_cast<std::size_t>(static_cast<const char*>(found) - bytes);
  line = {bytes + cursor_, end - cursor_};
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  cursor_ = end + 1;
  return true;
}

// A line that never ends is as bad as a head that is too long.
progress message_parser::line_missing(std::size_t size) const noexcept {
  if (state_ == state::chunk_size || state_ == state::chunk_end) {
    return size - cursor_ > chunk_line_bytes_max ? progress::malformed : progress::need_more;
  }
  return size - part_begin_ > limits_.head_bytes_max ? progress::head_too_large
                                                     : progress::need_more;
}

progress message_parser::on_line(std::string_view line, std::size_t line_begin) noexcept {
  const bool long_line = cursor_ - 1 - line_begin > chunk_line_bytes_max;
  switch (state_) {
    case state::chunk_size:
      return long_line ? progress::malformed : on_chunk_size(line);
    case state::chunk_end:
      if (!line.empty()) return progress::malformed;
      state_ = state::chunk_size;
      return progress::need_more;
    default:
      break;
  }
  if (cursor_ - part_begin_ > limits_.head_bytes_max) return progress::head_too_large;
  if (line.find('\0') != std::string_view::npos) return progress::malformed;
  if (state_ == state::start_line) {
    chunked_ = has_length_ = false;
    remaining_ = 0;
    if (!on_start_line(line, line_begin)) return progress::malformed;
    state_ = state::fields;
    fields_begin_ = cursor_;
    return progress::need_more;
  }
  if (state_ == state::trailers) {
    if (!line.empty()) return progress::need_more;
    trailers_begin_ = part_begin_;
    trailers_end_ = line_begin;
    state_ = state::done;
    return progress::complete;
  }
  if (line.empty()) return on_head_end(line_begin);
  return on_field(line) ? progress::need_more : progress::malformed;
}

bool message_parser::take_version(std::string_view version) noexcept {
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return false;
  keep_alive_ = version.back() == '1';
  return true;
}

bool message_parser::on_field(std::string_view line) noexcept {
  field f;
  if (!split_field(line, f)) return false;
  // By length first: of a dozen fields, few can be one of these three.
  switch (f.name.size()) {
    case 10:
      if (name_is(f.name, "connection")) {
        if (list_has(f.value, "close")) keep_alive_ = false;
        if (list_has(f.value, "keep-alive")) keep_alive_ = true;
      }
      return true;
    case 14: {
      if (!name_is(f.name, "content-length")) return true;
      std::size_t length = 0;
      if (!parse_whole(f.value, 10, length)) return false;
      if (has_length_ && length != remaining_) return false;
      has_length_ = true;
      remaining_ = length;
      return true;
    }
    case 17:
      if (!name_is(f.name, "transfer-encoding")) return true;
      chunked_ = name_is(f.value, "chunked");
      return chunked_;
    default:
      return true;
  }
}

progress message_parser::on_head_end(std::size_t line_begin) noexcept {
  fields_end_ = line_begin;
  const framing follows = body_framing();
  body_begin_ = body_end_ = cursor_;
  part_begin_ = cursor_;
  switch (follows) {
    case framing::malformed:
      return progress::malformed;
    case framing::another_head:
      state_ = state::start_line;
      break;
    case framing::none:
      state_ = state::done;
      break;
    case framing::chunked:
      // Both framings at once smell of smuggling (RFC 9112 §6.1): do not reuse the connection.
      if (has_length_) keep_alive_ = false;
      remaining_ = 0;
      state_ = state::chunk_size;
      break;
    case framing::length:
      if (remaining_ > limits_.body_bytes_max) return progress::body_too_large;
      state_ = state::fixed_body;
      break;
    case framing::until_close:
      keep_alive_ = false;
      state_ = state::until_close;
      break;
  }
  return progress::need_more;
}

progress message_parser::on_chunk_size(std::string_view line) noexcept {
  const std::string_view digits = trimmed(line.substr(0, line.find(';')));
  std::size_t length = 0;
  if (!parse_whole(digits, 16, length)) return progress::malformed;
  if (length > limits_.body_bytes_max - (body_end_ - body_begin_)) return progress::body_too_large;
  remaining_ = length;
  part_begin_ = cursor_;
  state_ = length == 0 ? state::trailers : state::chunk_data;
  return progress::need_more;
}

progress message_parser::take_fixed(std::size_t size) noexcept {
  if (size - body_begin_ < remaining_) return progress::need_more;
  cursor_ = body_end_ = body_begin_ + remaining_;
  state_ = state::done;
  return progress::complete;
}

progress message_parser::take_chunk(char* bytes, std::size_t size) noexcept {
  const std::size_t here = size - cursor_ < remaining_ ? size - cursor_ : remaining_;
  if (here != 0) std::memmove(bytes + body_end_, bytes + cursor_, here);
  body_end_ += here;
  cursor_ += here;
  remaining_ -= here;
  if (remaining_ != 0) return progress::need_more;
  state_ = state::chunk_end;
  return progress::complete;
}

bool response_parser::on_start_line(std::string_view line, std::size_t) noexcept {
  // "HTTP/1.1 200 OK"; the reason may be missing.
  if (line.size() < 12 || line[8] != ' ' || !take_version(line.substr(0, 8))) return false;
  if (line.size() > 12 && line[12] != ' ') return false;
  std::size_t code = 0;
  if (!parse_whole(line.substr(9, 3), 10, code) || code < 100) return false;
  status_ = static_cast<int>(code);
  return true;
}

message_parser::framing response_parser::body_framing() noexcept {
  if (status_ < 200) {
    // 1xx: the real response follows. 101 would change the protocol; nobody asked for it.
    if (status_ == 101 || ++interim_count_ > interim_responses_max) return framing::malformed;
    return framing::another_head;
  }
  if (status_ == 204 || status_ == 304) return framing::none;
  if (chunked_) return framing::chunked;
  return has_length_ ? framing::length : framing::until_close;
}

}  // namespace lambent::http1
