// One blocking TCP connection: open, send everything, receive something. It knows no HTTP and
// retries nothing; errors are errno values.
#pragma once

#include <sys/uio.h>

#include <chrono>
#include <cstddef>
#include <utility>

#include "address.hpp"

namespace lambent {

class connection {
public:
  connection() = default;
  ~connection() { close(); }
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  // 0, or errno. A limit of zero means none: /next blocks for as long as it takes.
  [[nodiscard]] int open(const address& to, std::chrono::milliseconds io_limit = {}) noexcept;
  void close() noexcept;
  [[nodiscard]] bool is_open() const noexcept { return fd_ >= 0; }
  // For poll(); -1 when closed.
  [[nodiscard]] int descriptor() const noexcept { return fd_; }
  void swap(connection& other) noexcept { std::swap(fd_, other.fd_); }

  struct outcome {
    std::size_t bytes = 0;
    int error = 0;  // errno
  };
  // Sends all parts, which it consumes. Behind an error, `bytes` says how many the kernel had
  // taken.
  [[nodiscard]] outcome send(iovec* parts, std::size_t count) noexcept;
  // As send(), but never waits while there is something to receive: then the error is EAGAIN, and
  // `parts` and `count` are what is left to send.
  [[nodiscard]] outcome send_or_hear(iovec*& parts, std::size_t& count) noexcept;
  // At most `size` bytes; 0 bytes without an error is the end of the stream.
  [[nodiscard]] outcome receive(char* into, std::size_t size, bool wait_for_all) noexcept;
  // What is there already; EAGAIN when nothing is.
  [[nodiscard]] outcome receive_ready(char* into, std::size_t size) noexcept;
  // Waits until there is something to receive, or `stop` is readable: then false, unless both are.
  [[nodiscard]] bool readable_before(int stop) noexcept;
  // Whether an idle connection was closed by the peer, or carries bytes nobody asked for.
  [[nodiscard]] bool is_stale() noexcept;

private:
  int fd_ = -1;
};

}  // namespace lambent
