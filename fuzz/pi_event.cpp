// The pi function's event reader against Boost.JSON: the same texts are JSON, the same number is
// read.
#include <boost/json.hpp>
#include <cstdint>
#include <cstdlib>

#include "study/pi-cpp/event.hpp"

namespace {

// An integer beyond 64 bits is a double to Boost and too large to both; a string has rules of its
// own.
bool same_number(const boost::json::value& digits,
                 const std::variant<unsigned, pi::bad_event>& asked) {
  const auto* count = std::get_if<unsigned>(&asked);
  if (!digits.is_int64()) return count == nullptr || digits.is_string();
  const std::int64_t number = digits.get_int64();
  if (number < 1 || number > pi::digits_max) return count == nullptr;
  return count != nullptr && *count == number;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto asked = pi::read_event(text);
  const auto* bad = std::get_if<pi::bad_event>(&asked);
  const bool valid = bad == nullptr || !bad->message.starts_with("the event is not JSON");
  boost::json::error_code failed;
  boost::json::parse_options options;
  options.max_depth = 256;
  const boost::json::value parsed = boost::json::parse(text, failed, {}, options);
  if (!failed) {
    if (!valid) std::abort();
    const auto* object = parsed.if_object();
    const auto* digits = object == nullptr ? nullptr : object->if_contains("digits");
    if (digits == nullptr ? bad == nullptr : !same_number(*digits, asked)) std::abort();
    return 0;
  }
  // Boost refuses lone surrogates, broken UTF-8 and exponents it cannot hold; the reader passes
  // them by.
  bool only_here = text.find("\\u") != std::string_view::npos ||
                   failed == boost::json::error::exponent_overflow ||
                   failed == boost::json::error::too_deep;
  for (std::uint8_t byte : std::basic_string_view<std::uint8_t>(data, size)) {
    only_here = only_here || byte >= 0x80;
  }
  if (valid && !only_here) std::abort();
  return 0;
}
