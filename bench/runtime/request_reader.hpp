// Requests from one connection, read where they were received. Bodies come with a length or in
// chunks, requests alone or pipelined.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "base/error.hpp"

namespace lambent::bench {

enum class request_kind : std::uint8_t { next, reply, other };

class request_reader {
public:
  static constexpr std::size_t request_bytes_max = std::size_t{16} << 20;

  request_reader();

  // What the socket has; false when the other side has closed.
  [[nodiscard]] result<bool> receive(int socket);
  [[nodiscard]] bool complete() const { return complete_; }

  // Of the request that is complete.
  [[nodiscard]] request_kind kind() const;
  [[nodiscard]] std::string_view first_line() const;
  [[nodiscard]] std::string_view body() const;

  // Goes on to the request behind it, of which some or all may be here.
  [[nodiscard]] result<> consume();

private:
  [[nodiscard]] result<> parse();
  [[nodiscard]] result<> parse_head(std::size_t end);
  [[nodiscard]] result<> parse_chunks();
  [[nodiscard]] std::string_view received() const { return {bytes_.get(), size_}; }

  std::unique_ptr<char[]> bytes_;  // Untouched pages cost nothing.
  std::size_t size_ = 0;
  std::size_t body_ = 0;      // Where it begins; 0: the head is not here yet.
  std::size_t body_end_ = 0;  // With chunks: of what is joined so far.
  std::size_t end_ = 0;       // Of the whole request; with chunks: where the next chunk begins.
  bool chunked_ = false;
  bool complete_ = false;
};

}  // namespace lambent::bench
