// Any bytes as a file of the log store: its records and batches are read within bounds, and a batch
// that was read says the same after it is written anew.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "engine/logs/segment.hpp"

namespace {

using namespace lambent::logs;

void check(bool holds) {
  if (!holds) std::abort();
}

void walk(std::string_view payload) {
  batch_reader batch(payload);
  std::vector<event_view> events;
  while (const auto e = batch.next()) events.push_back(*e);
  std::string written;
  append_batch(written, batch.stream(), events);
  record_reader records(written);
  const auto again = records.next();
  check(again && records.good_end() == written.size() && !records.next());
  batch_reader copy(*again);
  check(copy.stream() == batch.stream());
  for (const auto& e : events) {
    const auto same = copy.next();
    check(same && same->timestamp_ms == e.timestamp_ms && same->ingestion_ms == e.ingestion_ms &&
          same->message == e.message);
  }
  check(!copy.next());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  record_reader records(bytes);
  while (const auto payload = records.next()) {
    check(records.offset() < records.good_end() && records.good_end() <= size);
    walk(*payload);
  }
  // Hardly any input has a valid checksum, so the bytes are a payload as well.
  walk(bytes);
  return 0;
}
