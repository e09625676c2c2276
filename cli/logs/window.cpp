#include "cli/logs/window.hpp"

#include <algorithm>

namespace lambent::cli {

std::vector<aws::logs::log_event> log_window::take(std::vector<aws::logs::log_event> found,
                                                   std::int64_t now_ms) {
  const std::int64_t searched_again = now_ms - silence_ms_max - late_ms_max;
  std::erase_if(found, [&](const aws::logs::log_event& event) {
    if (event.timestamp_ms < searched_again) return seen_.contains(event.id);
    return !seen_.emplace(event.id, event.timestamp_ms).second;
  });
  std::ranges::stable_sort(found, {}, &aws::logs::log_event::timestamp_ms);
  if (!found.empty()) newest_ms_ = std::max(newest_ms_, found.back().timestamp_ms);
  return found;
}

void log_window::advance(std::int64_t now_ms) {
  const std::int64_t newest = std::max(newest_ms_, now_ms - silence_ms_max);
  start_ms_ = std::max(start_ms_, std::min(newest, now_ms) - late_ms_max);
  std::erase_if(seen_, [&](const auto& event) { return event.second < start_ms_; });
}

}  // namespace lambent::cli
