#include "cli/logs/window.hpp"

#include <algorithm>

namespace lambent::cli {

std::vector<aws::logs::log_event> log_window::take(std::vector<aws::logs::log_event> found) {
  std::erase_if(found, [&](const aws::logs::log_event& event) {
    return !seen_.emplace(event.id, event.timestamp_ms).second;
  });
  std::ranges::stable_sort(found, {}, &aws::logs::log_event::timestamp_ms);
  if (!found.empty()) newest_ms_ = std::max(newest_ms_, found.back().timestamp_ms);
  return found;
}

void log_window::advance(std::int64_t now_ms) {
  start_ms_ = std::max(start_ms_, std::min(newest_ms_, now_ms) - late_ms_max);
  std::erase_if(seen_, [&](const auto& event) { return event.second < start_ms_; });
}

}  // namespace lambent::cli
