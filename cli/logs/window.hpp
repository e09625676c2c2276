// Which log events are new while a log is followed. CloudWatch gets events late and out of order:
// the search begins again a little before the newest event that is not of the future, after a long
// silence a little before now, and what was seen is passed over. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "aws/services/logs.hpp"

namespace lambent::cli {

class log_window {
public:
  // How late an event may arrive and still be shown.
  static constexpr std::int64_t late_ms_max = 30'000;
  // The same after a silence, which may only be CloudWatch's delay.
  static constexpr std::int64_t silence_ms_max = 10L * 60 * 1000;

  explicit log_window(std::int64_t start_ms) : start_ms_(start_ms) {}

  // From where to search next, in milliseconds since 1970.
  [[nodiscard]] std::int64_t start_ms() const { return start_ms_; }
  // Those that were not taken before, oldest first.
  [[nodiscard]] std::vector<aws::logs::log_event> take(std::vector<aws::logs::log_event> found,
                                                       std::int64_t now_ms);
  // After everything up to now was taken: moves the start. CloudWatch takes events of up to two
  // hours ahead; such a one hides none that come before it.
  void advance(std::int64_t now_ms);

private:
  std::int64_t start_ms_;
  std::int64_t newest_ms_ = 0;
  // Event ids and their times, of those alone that a later search may find again.
  std::unordered_map<std::string, std::int64_t> seen_;
};

}  // namespace lambent::cli
