// JSON written from front to back, appended to a string.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lambent::json {

/// Appends one JSON value to a string; the commas come by themselves. Text of any bytes is fine:
/// invalid UTF-8 becomes U+FFFD. That names come before values and brackets pair up is the
/// caller's care.
///
///     std::string out;
///     writer w(out);
///     w.begin_object().name("id").value(7).name("ok").value(true).end_object();
class writer {
public:
  explicit writer(std::string& out) noexcept : out_(out), start_(out.size()) {}

  writer& begin_object();
  writer& name(std::string_view text);
  writer& end_object();
  writer& begin_array();
  writer& end_array();

  writer& null();
  writer& value(bool v);
  writer& value(int v) { return value(static_cast<std::int64_t>(v)); }
  writer& value(std::int64_t v);
  writer& value(std::uint64_t v);
  /// The shortest text that reads back as the same number; null for infinities and NaN, which JSON
  /// does not have.
  writer& value(double v);
  writer& value(std::string_view text);
  writer& value(const char* text) { return value(std::string_view(text)); }
  /// JSON as it is; nothing checks it.
  writer& raw(std::string_view json);

private:
  void separate();

  std::string& out_;
  std::size_t start_;
};

}  // namespace lambent::json
