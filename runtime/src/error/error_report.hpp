// How a failure is told: the error type for the Runtime API's header, the JSON for the body, the
// text for the log. Pure text; the client sends it.
#pragma once

#include <lambent/failure.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "call_stack.hpp"

namespace lambent {

inline constexpr std::size_t causes_max = 8;
inline constexpr std::size_t cause_message_bytes_max = 16 * 1024;
inline constexpr std::size_t cause_type_bytes_max = 2 * 1024;
inline constexpr std::size_t stack_line_bytes_max = 512;

// Lambda ends an error body at 1 MiB on Managed Instances; all of this together stays below.
struct error_limits {
  std::size_t message_bytes_max = 512 * 1024;
  std::size_t type_bytes_max = 16 * 1024;
  std::size_t frames_max = stack_frames_max;
  std::size_t causes_max = lambent::causes_max;
};
static_assert(error_limits().message_bytes_max + error_limits().type_bytes_max +
                  causes_max * (cause_message_bytes_max + cause_type_bytes_max) +
                  (causes_max + 1) * stack_frames_max * (stack_line_bytes_max + 1) + 1024 <=
              1024 * 1024);

// The type in the only form Lambda keeps, (Runtime|Function)\.[A-Z][a-zA-Z]+: "std::out_of_range"
// becomes "Function.OutOfRange", a type already in that form stays. Without a letter:
// "Function.Unknown".
[[nodiscard]] std::string header_error_type(std::string_view type);

// The same of an extension, where the form is Extension\.[A-Z][a-zA-Z]+.
[[nodiscard]] std::string extension_error_type(std::string_view type);

// `why`, then what led to it, at most causes_max of these: each failure before its causes.
[[nodiscard]] std::vector<const failure*> chain_of(const failure& why);

// {"errorMessage":…,"errorType":…,"stackTrace":[…]}, and `cause`, of the same shape, where there is
// one: as Java's runtime writes it.
[[nodiscard]] std::string error_body(const failure& why, const error_limits& limits = {});

// For the log: "type: message, caused by type: message", and a line "\n  at …" for each call of
// the stack.
[[nodiscard]] std::string error_text(const failure& why);
[[nodiscard]] std::string stack_text(const failure& why);

}  // namespace lambent
