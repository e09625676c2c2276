// An HTTP/1.1 message, parsed where it was received. It owns no bytes, does no I/O and allocates
// nothing; the caller feeds it a buffer that may move between calls. Responses are here, requests
// in http1_request.hpp.
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

// What responses and requests have in common: fields, framing (RFC 9112 §6) and chunked bodies.
class message_parser {
public:
  // `bytes` holds everything received since reset(), at any address. A chunked body is decoded in
  // place: the bytes behind its head change.
  [[nodiscard]] progress consume(char* bytes, std::size_t size);

  // The peer closed. Completes a body that only the end of the connection delimits.
  [[nodiscard]] progress end_of_stream() noexcept;

  // Whether the connection may carry another message.
  [[nodiscard]] bool keep_alive() const noexcept { return keep_alive_; }
  [[nodiscard]] bool head_complete() const noexcept { return state_ > state::fields; }
  // The header lines of the (final) message, for next_field().
  [[nodiscard]] std::string_view head(const char* bytes) const noexcept {
    return {bytes + fields_begin_, fields_end_ - fields_begin_};
  }
  [[nodiscard]] std::string_view body(const char* bytes) const noexcept {
    return {bytes + body_begin_, body_end_ - body_begin_};
  }
  // The fields behind a chunked body (RFC 9112 §7.1.2), for next_field(); empty without.
  [[nodiscard]] std::string_view trailers(const char* bytes) const noexcept {
    return {bytes + trailers_begin_, trailers_end_ - trailers_begin_};
  }
  // Bytes of the buffer that belong to this message once it is complete.
  [[nodiscard]] std::size_t consumed() const noexcept { return cursor_; }
  // At least this many more bytes are to come; 0 when unknown.
  [[nodiscard]] std::size_t bytes_missing(std::size_t size) const noexcept {
    const bool counted = state_ == state::fixed_body || state_ == state::chunk_data;
    const std::size_t end = cursor_ + remaining_;
    return counted && end > size ? end - size : 0;
  }

protected:
  message_parser() = default;
  explicit message_parser(limits l) : limits_(l) {}
  ~message_parser() = default;
  message_parser(const message_parser&) = default;
  message_parser& operator=(const message_parser&) = default;

  // What follows a head.
  enum class framing : std::uint8_t { none, chunked, length, until_close, another_head, malformed };

  // False when it is no start line; begins at byte `at` of the buffer.
  virtual bool on_start_line(std::string_view line, std::size_t at) noexcept = 0;
  virtual framing body_framing() noexcept = 0;

  // "HTTP/1.0" or "HTTP/1.1"; sets what its absence of a Connection field means.
  bool take_version(std::string_view version) noexcept;

  limits limits_;
  bool keep_alive_ = true;
  bool chunked_ = false;
  bool has_length_ = false;

private:
  // In the order they come; everything behind `fields` has a complete head.
  enum class state : std::uint8_t {
    start_line,
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
  bool on_field(std::string_view line) noexcept;
  progress on_head_end(std::size_t line_begin) noexcept;
  progress on_chunk_size(std::string_view line) noexcept;
  progress take_fixed(std::size_t size) noexcept;
  progress take_chunk(char* bytes, std::size_t size) noexcept;

  state state_ = state::start_line;
  std::size_t cursor_ = 0;      // First byte not yet understood.
  std::size_t searched_ = 0;    // No line end in [cursor_, searched_).
  std::size_t part_begin_ = 0;  // Where the current head, chunk line or trailer block began.
  std::size_t fields_begin_ = 0;
  std::size_t fields_end_ = 0;
  std::size_t remaining_ = 0;  // Of the fixed body or the chunk.
  std::size_t body_begin_ = 0;
  std::size_t body_end_ = 0;
  std::size_t trailers_begin_ = 0;
  std::size_t trailers_end_ = 0;
};

class response_parser final : public message_parser {
public:
  response_parser() = default;
  explicit response_parser(limits l) : message_parser(l) {}

  void reset() noexcept { *this = response_parser(limits_); }

  [[nodiscard]] int status() const noexcept { return status_; }

private:
  bool on_start_line(std::string_view line, std::size_t at) noexcept override;
  framing body_framing() noexcept override;

  int status_ = 0;
  int interim_count_ = 0;
};

struct field {
  std::string_view name;
  std::string_view value;
};

// Takes the next field off the front of a head; false at its end.
[[nodiscard]] bool next_field(std::string_view& head, field& out) noexcept;

// A token, what methods and field names are made of (RFC 9110 §5.6.2).
[[nodiscard]] bool is_token(std::string_view text) noexcept;

// Compares a name as received with one in lower case.
[[nodiscard]] bool name_is(std::string_view name, std::string_view lower_case) noexcept;

}  // namespace lambent::http1
