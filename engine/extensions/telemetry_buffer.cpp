#include "engine/extensions/telemetry_buffer.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/json_string.hpp"

namespace lambent::extensions {

void telemetry_buffer::add(std::string_view record, time_point now) {
  if (bytes_ + record.size() > waiting_bytes_max || waiting_.size() >= waiting_items_max) {
    ++lost_records_;
    lost_bytes_ += record.size();
    lost_why_ =
        "Some logs were dropped because the subscriber takes them slower than they are made";
    return;
  }
  if (empty()) oldest_ = now;
  bytes_ += record.size();
  waiting_.emplace_back(record);
}

void telemetry_buffer::note_lost(const batch& lost, std::string_view why) {
  lost_records_ += lost.records;
  lost_bytes_ += lost.body.size();
  lost_why_ = why;
}

std::optional<telemetry_buffer::time_point> telemetry_buffer::due() const {
  if (empty()) return std::nullopt;
  return full() ? oldest_ : oldest_ + within_.timeout;
}

batch telemetry_buffer::take(std::string_view time, time_point now) {
  batch out;
  const bool http = framing_ == protocol::http;
  auto put = [&](std::string_view record) {
    if (http) out.body += out.records == 0 ? '[' : ',';
    out.body += record;
    if (!http) out.body += '\n';
    ++out.records;
  };
  if (lost_records_ != 0) {
    put(fmt::format(
        R"({{"time":"{}","type":"platform.logsDropped","record":{{"droppedBytes":{},"droppedRecords":{},"reason":{}}}}})",
        time, lost_bytes_, lost_records_, json_string(lost_why_)));
    lost_records_ = lost_bytes_ = 0;
  }
  while (!waiting_.empty() && out.records < within_.items_max) {
    const bool fits =
        out.records == 0 || out.body.size() + waiting_.front().size() <= within_.bytes_max;
    if (!fits) break;
    bytes_ -= waiting_.front().size();
    put(waiting_.front());
    waiting_.pop_front();
  }
  if (http) out.body += ']';
  oldest_ = now;
  return out;
}

}  // namespace lambent::extensions
