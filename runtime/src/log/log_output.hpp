// Where log events go: stdout, or the telemetry descriptor where the platform offers one; and what
// the environment says about their form and level.
#pragma once

#include <cstdint>
#include <string>

#include "log_record.hpp"

namespace lambent::log {

[[nodiscard]] format chosen_format();
[[nodiscard]] level least_level();
[[nodiscard]] std::int64_t now_us() noexcept;

struct event_head {
  format shape = format::json;
  level weight = level::info;
  std::int64_t unix_us = 0;
};

// Writes `text` as one event, in one call; it is changed on the way. Any thread may call it.
void write_event(const event_head& head, std::string& text);

}  // namespace lambent::log
