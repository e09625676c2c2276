// The records that wait for one subscriber: gathered into batches within the subscription's
// limits, dropped and counted when it is too slow. Records and times in, batches out.
// Source: https://docs.aws.amazon.com/lambda/latest/dg/telemetry-api.html#telemetry-api-buffering
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "engine/extensions/telemetry.hpp"

namespace lambent::extensions {

// Ours: what waits for one subscriber beyond this is dropped.
inline constexpr std::size_t waiting_bytes_max = 4 * buffering_bytes_max;
inline constexpr std::size_t waiting_items_max = 4 * buffering_items_max;

struct batch {
  std::string body;  // An array over HTTP; over TCP, lines.
  std::size_t records = 0;
};

class telemetry_buffer {
public:
  using time_point = std::chrono::steady_clock::time_point;

  telemetry_buffer(buffering within, protocol framing) : within_(within), framing_(framing) {}

  void add(std::string_view record, time_point now);
  // A batch was taken and could not be delivered.
  void note_lost(const batch& lost, std::string_view why);

  [[nodiscard]] bool empty() const { return waiting_.empty() && lost_records_ == 0; }
  // When the next batch is to leave; in the past when it is full. None: nothing waits.
  [[nodiscard]] std::optional<time_point> due() const;
  // At most as much as a batch may have; not from an empty buffer. `time` is now, as records
  // print it: what was dropped is told by a record.
  [[nodiscard]] batch take(std::string_view time, time_point now);

private:
  [[nodiscard]] bool full() const {
    return bytes_ >= within_.bytes_max || waiting_.size() >= within_.items_max;
  }

  buffering within_;
  protocol framing_;
  std::deque<std::string> waiting_;
  std::size_t bytes_ = 0;
  time_point oldest_{};  // When the first of them came.
  std::size_t lost_records_ = 0, lost_bytes_ = 0;
  std::string lost_why_;
};

}  // namespace lambent::extensions
