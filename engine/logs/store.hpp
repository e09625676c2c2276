// Log groups, streams and events on disk: append-only segment files, so that a crash loses at most
// the line being written and never what was acknowledged. Used from one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace lambent::logs {

struct event {
  std::int64_t timestamp_ms = 0;  // Unix time of emission.
  std::int64_t ingestion_ms = 0;  // Unix time of storage.
  std::string message;            // Without the final newline.
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
  logs::event event;
};

class store {
public:
  // Creates `dir` when it is missing and repairs a segment whose last line was cut by a crash.
  [[nodiscard]] static result<std::unique_ptr<store>> open(const std::filesystem::path& dir);
  virtual ~store() = default;

  // Creates group and stream when they are missing. The events of one call stay together.
  [[nodiscard]] virtual result<> append(std::string_view group, std::string_view stream,
                                        const std::vector<event>& events) = 0;
};

}  // namespace lambent::logs
