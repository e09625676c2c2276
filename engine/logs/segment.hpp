// What a record of a segment says: one batch of events of one stream. Pure encoding; the store owns
// the files.
#pragma once

#include <optional>
#include <span>

#include "engine/logs/event.hpp"
#include "engine/logs/record.hpp"

namespace lambent::logs {

// Bytes a batch needs beside its messages: head, and per event.
inline constexpr std::size_t batch_head_bytes = 8, batch_event_bytes = 20;

void append_batch(std::string& out, std::uint32_t stream, std::span<const event_view> events);

// The events of one batch, in order. A payload that is no batch has none.
class batch_reader {
public:
  explicit batch_reader(std::string_view payload)
      : fields_(payload), stream_(fields_.u32()), left_(fields_.u32()) {}

  [[nodiscard]] std::uint32_t stream() const { return stream_; }
  [[nodiscard]] std::optional<event_view> next();

private:
  field_reader fields_;
  std::uint32_t stream_, left_;
};

}  // namespace lambent::logs
