// Where a handler's result waits until it is sent. The adapter in handler.hpp fills it; the
// compiled loop reads it. Its storage is reused, so a handler that returns views allocates nothing.
#pragma once

#include <lambent/failure.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace lambent::detail {

inline constexpr std::string_view json_type = "application/json";

class answer {
public:
  // What the adapter is doing; names the failure when something throws.
  enum class stage : std::uint8_t { decoding, handling, encoding };

  void begin() noexcept {
    stage_ = stage::handling;
    failed_ = false;
    wrote_error_body_ = false;
    body_ = "null";
    content_type_ = json_type;
  }

  void at(stage now) noexcept { stage_ = now; }
  [[nodiscard]] stage at() const noexcept { return stage_; }

  // Bytes that outlive the sending.
  void view(std::string_view body) noexcept { body_ = body; }

  void view(std::string_view body, std::string_view content_type) noexcept {
    body_ = body;
    content_type_ = content_type;
  }

  void own(std::string&& body) noexcept {
    owned_ = std::move(body);
    body_ = owned_;
  }

  void copy(std::string_view body) {
    owned_.assign(body);
    body_ = owned_;
  }

  void own(reply&& whole) noexcept {
    own(std::move(whole.body));
    owned_type_ = std::move(whole.content_type);
    content_type_ = owned_type_;
  }

  void fail(failure why) noexcept {
    failed_ = true;
    why_ = std::move(why);
    if (!why_.type.empty()) return;
    why_.type = "Unknown";
    if (stage_ == stage::decoding) why_.type = "Runtime.UnmarshalError";
    if (stage_ == stage::encoding) why_.type = "Runtime.MarshalError";
  }

  // An error with a body that is ready; it outlives the sending.
  void fail_with_body(std::string type, std::string_view body,
                      std::string_view content_type) noexcept {
    fail({std::move(type), {}});
    wrote_error_body_ = true;
    view(body, content_type);
  }

  [[nodiscard]] bool wrote_error_body() const noexcept { return wrote_error_body_; }
  [[nodiscard]] bool failed() const noexcept { return failed_; }
  [[nodiscard]] const failure& why() const noexcept { return why_; }
  [[nodiscard]] std::string_view body() const noexcept { return body_; }
  [[nodiscard]] std::string_view content_type() const noexcept { return content_type_; }

private:
  std::string_view body_;
  std::string_view content_type_;
  std::string owned_;
  std::string owned_type_;
  failure why_;
  stage stage_ = stage::handling;
  bool failed_ = false;
  bool wrote_error_body_ = false;
};

}  // namespace lambent::detail
