// The values the log store keeps and hands out.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "engine/logs/position.hpp"

namespace lambent::logs {

struct event {
  std::int64_t timestamp_ms = 0;  // Unix time of emission.
  std::int64_t ingestion_ms = 0;  // Unix time of storage.
  std::string message;            // Handed out byte for byte as it came in.
};

struct event_view {
  std::int64_t timestamp_ms = 0;
  std::int64_t ingestion_ms = 0;
  std::string_view message;
};

struct group {
  std::string name;
  std::int64_t created_ms = 0;
  std::optional<int> retention_days;
  std::uint64_t stored_bytes = 0;
  std::map<std::string, std::string> tags;
};

struct stream {
  std::string name;
  std::int64_t created_ms = 0;
  std::optional<std::int64_t> first_event_ms, last_event_ms, last_ingestion_ms;
  std::uint64_t stored_bytes = 0;
};

// An event with where it stands; `id` is unique and stable for the life of the event.
struct located_event {
  std::string stream;
  std::string id;
  position at;
  logs::event event;
};

}  // namespace lambent::logs
