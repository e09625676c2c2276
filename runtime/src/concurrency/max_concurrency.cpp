#include "max_concurrency.hpp"

#include <charconv>
#include <cstdlib>

namespace lambent {

concurrency concurrency_of(std::string_view text) noexcept {
  if (text.empty()) return {};
  int number = 0;
  const char* const end = text.data() + text.size();
  const auto [last, problem] = std::from_chars(text.data(), end, number);
  const bool too_many = problem == std::errc::result_out_of_range && text.front() != '-';
  if (last != end || (problem != std::errc() && !too_many)) return {1, false};
  if (too_many || number > workers_max) return {workers_max, false};
  if (number < 1) return {1, false};
  return {number, true};
}

std::string_view max_concurrency_text() noexcept {
  const char* const text = std::getenv("AWS_LAMBDA_MAX_CONCURRENCY");
  return text == nullptr ? std::string_view() : std::string_view(text);
}

int max_concurrency() noexcept { return concurrency_of(max_concurrency_text()).workers; }

}  // namespace lambent
