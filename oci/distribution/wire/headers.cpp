#include "oci/distribution/wire/headers.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <ctime>

#include "base/ascii.hpp"
#include "oci/distribution/limits.hpp"
#include "oci/distribution/wire/header_reader.hpp"

namespace lambent::oci::distribution {
namespace {

struct span_of_bytes {
  std::uint64_t first = 0, last = 0;
};

std::optional<span_of_bytes> first_and_last(std::string_view text) {
  std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return {};
  auto first = whole_number(text.substr(0, dash)), last = whole_number(text.substr(dash + 1));
  if (!first || !last || *first > *last) return {};
  return span_of_bytes{*first, *last};
}

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, 5.6.7), whatever the locale.
std::optional<std::chrono::system_clock::time_point> http_date(std::string_view text) {
  constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm at{};
  std::array<char, 4> month{};
  if (std::sscanf(std::string(text).c_str(), "%*3s, %2d %3s %4d %2d:%2d:%2d GMT", &at.tm_mday,
                  month.data(), &at.tm_year, &at.tm_hour, &at.tm_min, &at.tm_sec) != 6)
    return {};
  const auto* found = std::ranges::find(months, std::string_view(month.data()));
  if (found == months.end()) return {};
  constexpr int tm_year_zero = 1900;
  at.tm_year -= tm_year_zero;
  at.tm_mon = static_cast<int>(found - months.begin());
  return std::chrono::system_clock::from_time_t(::timegm(&at));
}

}  // namespace

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t out = 0;
  auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (text.empty() || bad != std::errc{} || end != text.data() + text.size()) return {};
  return out;
}

std::string next_link(std::string_view link) {
  if (link.size() > limits::header_max_bytes) return {};
  header_reader in(link);
  while (!in.at_end()) {
    in.skip_spaces();
    while (in.take(',')) in.skip_spaces();
    if (!in.take('<')) return {};
    auto target = in.take_until('>');
    if (!target) return {};
    bool is_next = false;
    in.skip_spaces();
    while (in.take(';')) {
      in.skip_spaces();
      auto parameter = in.take_parameter();
      if (!parameter) return {};
      is_next |= parameter->first == "rel" && same_letters(parameter->second, "next");
      in.skip_spaces();
    }
    if (is_next) return std::string(*target);
  }
  return {};
}

std::optional<std::uint64_t> received_bytes(std::string_view range) {
  if (range.starts_with("bytes=")) range.remove_prefix(6);
  auto both = first_and_last(range);
  if (!both || both->first != 0 || both->last == UINT64_MAX) return {};
  return both->last == 0 ? 0 : both->last + 1;
}

std::optional<content_range> parse_content_range(std::string_view value) {
  constexpr std::string_view unit = "bytes ";
  if (!value.starts_with(unit)) return {};
  value.remove_prefix(unit.size());
  std::size_t slash = value.find('/');
  if (slash == std::string_view::npos) return {};
  auto both = first_and_last(value.substr(0, slash));
  if (!both) return {};
  std::string_view total = value.substr(slash + 1);
  content_range out{.first = both->first, .last = both->last};
  if (total == "*") return out;
  out.total = whole_number(total);
  if (!out.total || *out.total <= out.last) return {};
  return out;
}

std::optional<std::chrono::seconds> asked_wait(std::string_view retry_after,
                                               std::chrono::system_clock::time_point now) {
  using std::chrono::seconds;
  if (auto count = whole_number(retry_after))
    return seconds(std::min<std::uint64_t>(
        *count, static_cast<std::uint64_t>(limits::asked_wait_max.count())));
  auto date = http_date(retry_after);
  if (!date) return {};
  return std::clamp(std::chrono::ceil<seconds>(*date - now), seconds(0), limits::asked_wait_max);
}

}  // namespace lambent::oci::distribution
