// An HTTP/1.1 response, parsed where it was received: bytes in, status out. It owns no bytes, does
// no I/O and allocates nothing; the client feeds it a buffer that may move between calls.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lambent::http1 {

struct limits {
  // A client context is up to 3,583 bytes and trace headers can grow; this is ample.
  std::size_t head_bytes_max = 64 * 1024;
  // Lambda's events end at 6 MiB; whatever is larger than this is no Runtime API.
  std::size_t body_bytes_max = 256 * 1024 * 1024;
};

enum class progress : std::uint8_t {
  need_more,
  complete,
  malformed,
  head_too_large,
  body_too_large,
};

class response_parser {
public:
  response_parser() = default;
  explicit response_parser(limits l) : limits_(l) {}

  void reset() noexcept { *this = response_parser(limits_); }

  // `bytes` holds everything received since reset(), at any address. A chunked body is decoded in
  // place: the bytes behind its head change.
  [[nodiscard]] progress consume(char* bytes, std::size_t size);

  // The peer closed. Completes a body that only the end of the connection delimits.
  [[nodiscard]] progress end_of_stream() noexcept;

  [[nodiscard]] int status() const noexcept { return status_; }
  // Whether the connection may carry another request.
  [[nodiscard]] bool keep_alive() const noexcept { return keep_alive_; }
  [[nodiscard]] bool head_complete() const noexcept { return state_ > state::fields; }
  // The header lines of the final response, for next_field().
  [[nodiscard]] std::string_view head(const char* bytes) const noexcept {
    return {bytes + fields_begin_, fields_end_ - fields_begin_};
  }
  [[nodiscard]] std::string_view body(const char* bytes) const noexcept {
    return {bytes + body_begin_, body_end_ - body_begin_};
  }
  // Bytes of the buffer that belong to this response once it is complete.
  [[nodiscard]] std::size_t consumed() const noexcept { return cursor_; }
  // At least this many more bytes are to come; 0 when unknown.
  [[nodiscard]] std::size_t bytes_missing(std::size_t size) const noexcept {
    const bool counted = state_ == state::fixed_body || state_ == state::chunk_data;
    const std::size_t end = cursor_ + remaining_;
    return counted && end > size ? end - size : 0;
  }

private:
  // In the order they come; everything behind `fields` has a complete head.
  enum class state : std::uint8_t {
    status_line,
    fields,
    fixed_body,
    until_close,
    chunk_size,
    chunk_data,
    chunk_end,
    trailers,
    done,
  };

  bool take_line(const char* bytes, std::size_t size, std::string_view& line) noexcept;
  progress line_missing(std::size_t size) const noexcept;
  progress on_line(std::string_view line, std::size_t line_begin) noexcept;
  bool on_status_line(std::string_view line) noexcept;
  bool on_field(std::string_view line) noexcept;
  progress on_head_end(std::size_t line_begin) noexcept;
  progress on_chunk_size(std::string_view line) noexcept;
  progress take_fixed(std::size_t size) noexcept;
  progress take_chunk(char* bytes, std::size_t size) noexcept;

  limits limits_;
  state state_ = state::status_line;
  bool keep_alive_ = true;
  bool chunked_ = false;
  bool has_length_ = false;
  int status_ = 0;
  int interim_count_ = 0;
  std::size_t cursor_ = 0;      // First byte not yet understood.
  std::size_t searched_ = 0;    // No line end in [cursor_, searched_).
  std::size_t part_begin_ = 0;  // Where the current head, chunk line or trailer block began.
  std::size_t fields_begin_ = 0;
  std::size_t fields_end_ = 0;
  std::size_t remaining_ = 0;  // Of the fixed body or the chunk.
  std::size_t body_begin_ = 0;
  std::size_t body_end_ = 0;
};

struct field {
  std::string_view name;
  std::string_view value;
};

// Takes the next field off the front of a head; false at its end.
[[nodiscard]] bool next_field(std::string_view& head, field& out) noexcept;

// Compares a name as received with one in lower case.
[[nodiscard]] bool name_is(std::string_view name, std::string_view lower_case) noexcept;

}  // namespace lambent::http1
