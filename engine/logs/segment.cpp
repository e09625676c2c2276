#include "engine/logs/segment.hpp"

namespace lambent::logs {

void append_batch(std::string& out, std::uint32_t stream, std::span<const event_view> events) {
  record_writer record(out);
  record.u32(stream).u32(static_cast<std::uint32_t>(events.size()));
  for (const auto& e : events) record.i64(e.timestamp_ms).i64(e.ingestion_ms).text(e.message);
  record.finish();
}

std::optional<event_view> batch_reader::next() {
  if (left_ == 0) return {};
  --left_;
  event_view e;
  e.timestamp_ms = fields_.i64();
  e.ingestion_ms = fields_.i64();
  e.message = fields_.text();
  if (fields_.ok()) return e;
  left_ = 0;
  return {};
}

}  // namespace lambent::logs
