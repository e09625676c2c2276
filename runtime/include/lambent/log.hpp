// Log records as Lambda documents them: JSON or text by AWS_LAMBDA_LOG_FORMAT, of the level
// AWS_LAMBDA_LOG_LEVEL (INFO) and above, with the invocation's request and tenant id. Each record
// is one write to stdout, or one frame to the telemetry descriptor where the platform offers it.
// Source: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace lambent {

struct context;

namespace log {

/// In the order of weight; the names are Lambda's.
enum class level : std::uint8_t { trace = 1, debug, info, warn, error, fatal };

/// What a field holds. Text is not copied: it must live until the record is written, which the
/// arguments of one call do.
class value {
public:
  enum class kind : std::uint8_t { null, boolean, integer, natural, real, text, json };

  constexpr value(std::nullptr_t) noexcept {}
  constexpr value(std::same_as<bool> auto what) noexcept : kind_(kind::boolean), natural_(what) {}
  template <std::signed_integral T>
  constexpr value(T what) noexcept : kind_(kind::integer), integer_(what) {}
  template <std::unsigned_integral T>
    requires(!std::same_as<T, bool>)
  constexpr value(T what) noexcept : kind_(kind::natural), natural_(what) {}
  /// What JSON has no number for (NaN, infinities) is written as null.
  constexpr value(std::floating_point auto what) noexcept
      : kind_(kind::real), real_(static_cast<double>(what)) {}
  constexpr value(std::string_view what) noexcept : kind_(kind::text), text_(what) {}
  constexpr value(const char* what) noexcept : value(std::string_view(what)) {}
  value(const std::string& what) noexcept : value(std::string_view(what)) {}

  /// JSON text that goes into the record as it is. The caller vouches for it.
  [[nodiscard]] static constexpr value json(std::string_view what) noexcept {
    value made(what);
    made.kind_ = kind::json;
    return made;
  }

  [[nodiscard]] constexpr kind type() const noexcept { return kind_; }
  [[nodiscard]] constexpr bool boolean() const noexcept { return natural_ != 0; }
  [[nodiscard]] constexpr std::int64_t integer() const noexcept { return integer_; }
  [[nodiscard]] constexpr std::uint64_t natural() const noexcept { return natural_; }
  [[nodiscard]] constexpr double real() const noexcept { return real_; }
  [[nodiscard]] constexpr std::string_view text() const noexcept { return text_; }

private:
  kind kind_ = kind::null;
  union {
    std::uint64_t natural_ = 0;
    std::int64_t integer_;
    double real_;
  };
  std::string_view text_;
};

/// One more member of a record. A name that Lambda's own members have gets an underscore behind it.
struct field {
  std::string_view name;
  value content;
};

/// Whether a record of this level is written at all; for fields that are dear to make.
[[nodiscard]] bool enabled(level what);

/// Writes one record: at most 256 KB, as Lambda takes; longer text is cut with an ellipsis, and
/// fields that no longer fit are left out. In JSON invalid UTF-8 becomes U+FFFD. Any thread may
/// call it.
void write(level weight, std::string_view message, std::initializer_list<field> fields = {});

inline void trace(std::string_view message, std::initializer_list<field> fields = {}) {
  write(level::trace, message, fields);
}
inline void debug(std::string_view message, std::initializer_list<field> fields = {}) {
  write(level::debug, message, fields);
}
inline void info(std::string_view message, std::initializer_list<field> fields = {}) {
  write(level::info, message, fields);
}
inline void warn(std::string_view message, std::initializer_list<field> fields = {}) {
  write(level::warn, message, fields);
}
inline void error(std::string_view message, std::initializer_list<field> fields = {}) {
  write(level::error, message, fields);
}
inline void fatal(std::string_view message, std::initializer_list<field> fields = {}) {
  write(level::fatal, message, fields);
}

/// Gives the records of the calling thread an invocation's ids for as long as the scope lives. The
/// thread that runs the handler has them already; a thread that the handler starts has not.
/// `about` must outlive the scope.
class invocation_scope {
public:
  explicit invocation_scope(const context& about) noexcept;
  ~invocation_scope();
  invocation_scope(const invocation_scope&) = delete;
  invocation_scope& operator=(const invocation_scope&) = delete;

private:
  const context* before_;
};

}  // namespace log
}  // namespace lambent
