// An HTTP/1.1 request, parsed where it was received: what http1.hpp says of responses holds.
#pragma once

#include "http1.hpp"

namespace lambent::http1 {

class request_parser final : public message_parser {
public:
  request_parser() = default;
  explicit request_parser(limits l) : message_parser(l) {}

  void reset() noexcept { *this = request_parser(limits_); }

  // Valid with a complete head.
  [[nodiscard]] std::string_view method(const char* bytes) const noexcept {
    return {bytes + method_begin_, method_size_};
  }
  [[nodiscard]] std::string_view target(const char* bytes) const noexcept {
    return {bytes + method_begin_ + method_size_ + 1, target_size_};
  }

private:
  bool on_start_line(std::string_view line, std::size_t at) noexcept override;
  framing body_framing() noexcept override;

  std::size_t method_begin_ = 0;
  std::size_t method_size_ = 0;
  std::size_t target_size_ = 0;
};

// Whether the client waits for "100 Continue" before it sends its body.
[[nodiscard]] bool expects_continue(std::string_view head) noexcept;

}  // namespace lambent::http1
