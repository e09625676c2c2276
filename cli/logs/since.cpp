#include "cli/logs/since.hpp"

#include <algorithm>
#include <charconv>
#include <ctime>
#include <optional>
#include <string>

namespace lambent::cli {
namespace {

using namespace std::chrono;

std::optional<seconds> unit_of(char letter) {
  switch (letter) {
    case 's':
      return seconds{1};
    case 'm':
      return minutes{1};
    case 'h':
      return hours{1};
    case 'd':
      return hours{24};
    case 'w':
      return hours{24 * 7};
    default:
      return std::nullopt;
  }
}

std::int64_t to_ms(system_clock::time_point time) {
  return duration_cast<milliseconds>(time.time_since_epoch()).count();
}

}  // namespace

result<std::int64_t> parse_since(std::string_view text, system_clock::time_point now) {
  constexpr std::int64_t count_max = 100'000'000;
  if (!text.empty()) {
    std::int64_t count = 0;
    auto read = std::from_chars(text.data(), text.data() + text.size(), count);
    auto unit = unit_of(text.back());
    if (unit && read.ec == std::errc{} && read.ptr == text.data() + text.size() - 1 && count >= 0 &&
        count <= count_max)
      return std::max<std::int64_t>(0, to_ms(now) - *unit / milliseconds{1} * count);
  }
  std::tm parts{};
  const std::string copy(text);
  const char* end = ::strptime(copy.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
  if (end == nullptr) {
    parts = {};
    end = ::strptime(copy.c_str(), "%Y-%m-%d", &parts);
  }
  if (end != nullptr && *end == 'Z') ++end;
  if (end == nullptr || *end != '\0')
    return fail("'" + copy + "' is no point in time",
                "as in 90s, 10m, 2h, 3d, or 2026-11-26T10:00:00Z");
  constexpr std::int64_t ms_per_s = 1000;
  return std::max<std::int64_t>(0, static_cast<std::int64_t>(::timegm(&parts)) * ms_per_s);
}

}  // namespace lambent::cli
