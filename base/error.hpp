// What went wrong, outermost first: "start hello: mount /proc: Operation not permitted".
// One error type for all programs; `TRY` hands it to the caller, `TRY_FOR` says what was being
// done.
#pragma once

#include <cerrno>
#include <cstring>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace lambent {

struct error {
  std::string what;  // The sentence, without a final full stop.
  int code = 0;      // errno, or 0 when no system call was involved.
  std::string hint;  // What to do next, when there is a way out; else empty.
};

template <class T = void>
using result = std::expected<T, error>;

[[nodiscard]] inline std::unexpected<error> fail(std::string what, std::string hint = {}) {
  return std::unexpected(error{std::move(what), 0, std::move(hint)});
}

[[nodiscard]] inline std::unexpected<error> sys_fail(std::string what, int code = errno) {
  return std::unexpected(error{std::move(what) + ": " + std::strerror(code), code, {}});
}

[[nodiscard]] inline error in_context(std::string_view doing, error&& e) {
  e.what.insert(0, std::string(doing) + ": ");
  return std::move(e);
}

}  // namespace lambent

// The value, or return the error to the caller.
#define TRY(...)                                                            \
  __extension__({                                                           \
    auto try_result = (__VA_ARGS__);                                        \
    if (!try_result) return std::unexpected(std::move(try_result).error()); \
    *std::move(try_result);                                                 \
  })

// The same, with what was being done put before the error's text.
#define TRY_FOR(doing, ...)                                                                  \
  __extension__({                                                                            \
    auto try_result = (__VA_ARGS__);                                                         \
    if (!try_result)                                                                         \
      return std::unexpected(::lambent::in_context((doing), std::move(try_result).error())); \
    *std::move(try_result);                                                                  \
  })
