#include "bench/runtime/request_reader.hpp"

#include <strings.h>
#include <sys/socket.h>

#include <charconv>
#include <cstring>
#include <optional>
#include <string>

namespace lambent::bench {

namespace {

bool same_word(std::string_view a, std::string_view b) {
  return a.size() == b.size() && ::strncasecmp(a.data(), b.data(), a.size()) == 0;
}

// The value of a header in `head`, which ends with an empty line.
std::optional<std::string_view> header(std::string_view head, std::string_view name) {
  for (std::size_t at = head.find("\r\n") + 2; at < head.size();) {
    const std::string_view line = head.substr(at, head.find("\r\n", at) - at);
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos && same_word(line.substr(0, colon), name)) {
      const std::size_t value = line.find_first_not_of(' ', colon + 1);
      return value == std::string_view::npos ? std::string_view{} : line.substr(value);
    }
    at += line.size() + 2;
  }
  return std::nullopt;
}

bool parse_number(std::string_view text, std::size_t& out, int base) {
  return std::from_chars(text.data(), text.data() + text.size(), out, base).ec == std::errc{};
}

}  // namespace

request_reader::request_reader()
    : bytes_(std::make_unique_for_overwrite<char[]>(request_bytes_max)) {}

result<bool> request_reader::receive(int socket) {
  while (!complete_) {
    if (size_ == request_bytes_max) return fail("the function's request is over 16 MB");
    const ssize_t got =
        ::recv(socket, bytes_.get() + size_, request_bytes_max - size_, MSG_DONTWAIT);
    if (got < 0 && errno == EAGAIN) return true;
    if (got < 0 && errno != ECONNRESET) return sys_fail("receive from the function");
    if (got <= 0) return false;
    size_ += static_cast<std::size_t>(got);
    TRY(parse());
  }
  return true;
}

result<> request_reader::parse() {
  if (body_ == 0) {
    const std::size_t end = received().find("\r\n\r\n");
    if (end == std::string_view::npos) return {};
    TRY(parse_head(end + 4));
  }
  if (chunked_) return parse_chunks();
  complete_ = size_ >= end_;
  return {};
}

result<> request_reader::parse_head(std::size_t end) {
  const std::string_view head = received().substr(0, end);
  body_ = body_end_ = end_ = end;
  if (const auto coding = header(head, "Transfer-Encoding"); coding) {
    if (!same_word(*coding, "chunked")) return fail("the function sent an unknown transfer coding");
    chunked_ = true;
    return {};
  }
  std::size_t length = 0;
  const auto text = header(head, "Content-Length");
  if (text && (!parse_number(*text, length, 10) || length > request_bytes_max)) {
    return fail("the function sent a bad Content-Length: " + std::string(*text));
  }
  end_ += length;
  body_end_ = end_;
  return {};
}

// Joins what has come whole.
result<> request_reader::parse_chunks() {
  while (true) {
    const std::size_t line_end = received().find("\r\n", end_);
    if (line_end == std::string_view::npos) return {};
    std::size_t length = 0;
    if (!parse_number(received().substr(end_, line_end - end_), length, 16) ||
        length > request_bytes_max) {
      return fail("the function sent a bad chunk");
    }
    const std::size_t data = line_end + 2;
    if (size_ < data + length + 2) return {};
    std::memmove(bytes_.get() + body_end_, bytes_.get() + data, length);
    body_end_ += length;
    end_ = data + length + 2;  // Trailers are not expected: none of the clients sends one.
    if (length == 0) {
      complete_ = true;
      return {};
    }
  }
}

std::string_view request_reader::first_line() const {
  return received().substr(0, received().find("\r\n"));
}

request_kind request_reader::kind() const {
  const std::string_view line = first_line();
  if (line.starts_with("GET /2018-06-01/runtime/invocation/next ")) return request_kind::next;
  if (line.starts_with("POST /2018-06-01/runtime/invocation/") &&
      line.find("/response ") != std::string_view::npos) {
    return request_kind::reply;
  }
  return request_kind::other;
}

std::string_view request_reader::body() const {
  return received().substr(body_, body_end_ - body_);
}

result<> request_reader::consume() {
  const std::size_t behind = size_ - end_;
  if (behind > 0) std::memmove(bytes_.get(), bytes_.get() + end_, behind);
  size_ = behind;
  body_ = body_end_ = end_ = 0;
  chunked_ = complete_ = false;
  return size_ > 0 ? parse() : result<>{};
}

}  // namespace lambent::bench
