#include "number.hpp"

#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace lambent::json {

#if defined(__cpp_lib_to_chars)

bool parse_double(std::string_view text, double& out) noexcept {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return false;
  out = value;
  return true;
}

#else

// libc++ cannot read floating point by std::from_chars. strtod reads what fits JSON's grammar as
// JSON does, in the locale that every program begins with.
bool parse_double(std::string_view text, double& out) noexcept {
  const std::string terminated(text);
  char* end = nullptr;
  errno = 0;
  const double value = std::strtod(terminated.c_str(), &end);
  const bool vanished = errno == ERANGE && value == 0;
  if (end != terminated.c_str() + terminated.size() || std::isinf(value) || vanished) return false;
  out = value;
  return true;
}

#endif

void append_double(std::string& out, double value) {
  if (!std::isfinite(value)) {
    out += "null";
    return;
  }
  char digits[32];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

}  // namespace lambent::json
