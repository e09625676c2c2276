// Any text as a filter pattern, applied to any message: both split at the first line break.
#include "engine/logs/filter_pattern.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto end = bytes.substr(0, lambent::logs::filter_pattern_chars_max).find('\n');
  const auto pattern = lambent::logs::filter_pattern::parse(bytes.substr(0, end));
  if (!pattern) {
    if (pattern.error().what.empty()) std::abort();
    return 0;
  }
  const auto message = end == std::string_view::npos ? std::string_view{} : bytes.substr(end + 1);
  const bool matches = pattern->matches(message);
  if (pattern->matches_everything() && !matches) std::abort();
  return 0;
}
