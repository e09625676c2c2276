// Log groups, streams and events on disk: append-only segment files, so that a crash loses at most
// the call being written and never what was acknowledged. A kill -9 loses nothing; a power cut may
// lose the last moments, as nothing is synced. Every account has its own groups in every region.
// Knows nothing of HTTP or JSON. Used from one thread.
#pragma once

#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <vector>

#include "base/error.hpp"
#include "engine/logs/event.hpp"
#include "engine/model/owner.hpp"

namespace lambent::logs {

// The quotas of CloudWatch Logs that the store itself needs.
inline constexpr std::size_t name_chars_max = 512;       // Groups and streams.
inline constexpr std::size_t event_overhead_bytes = 26;  // Counted per event.
inline constexpr std::size_t event_bytes_max = 1'048'576 - event_overhead_bytes;  // Longer: split.
inline constexpr std::size_t page_events_max = 10'000;
inline constexpr std::size_t page_bytes_max = 1'048'576;

struct store_limits {
  std::size_t segment_bytes = std::size_t{4} << 20;    // A segment that reaches this is closed.
  std::size_t open_writers_max = 64;                   // File descriptors kept open for appending.
  std::size_t scan_bytes_max = std::size_t{64} << 20;  // Read for one page before it is handed out.
};

// Which events of a group to read. Forward: the first ones at or after `bound`; backward: the last
// ones before it.
struct read_options {
  std::optional<std::vector<std::string>> streams;  // Absent: every stream.
  std::string stream_prefix;
  std::int64_t from_ms = 0;
  std::int64_t to_ms = std::numeric_limits<std::int64_t>::max();  // Exclusive.
  bool backward = false;
  std::optional<position> bound;
  std::size_t events_max = page_events_max;
  std::size_t bytes_max = page_bytes_max;                   // Messages and their overhead.
  std::function<bool(std::string_view message)> matches{};  // Empty: every event.
};

struct page {
  std::vector<located_event> events;  // Oldest first, whatever the direction.
  std::optional<position> next;       // Forward reads: where more may follow.
};

class store {
public:
  // Creates `dir` when it is missing, repairs what a crash cut, and applies retention.
  [[nodiscard]] static result<std::unique_ptr<store>> open(const std::filesystem::path& dir,
                                                           const store_limits& limits = {});
  ~store();

  // Creates group and stream when they are missing. The events of one call stay together.
  [[nodiscard]] result<> append(const model::owner& of, std::string_view group,
                                std::string_view stream, const std::vector<event>& events);

  // The rest expects names that exist (or, to create, do not): the caller looks first.
  [[nodiscard]] result<> create_group(const model::owner& of, std::string_view name,
                                      std::int64_t now_ms);
  [[nodiscard]] result<> create_stream(const model::owner& of, std::string_view group,
                                       std::string_view name, std::int64_t now_ms);
  [[nodiscard]] result<> delete_group(const model::owner& of, std::string_view name);
  [[nodiscard]] result<> delete_stream(const model::owner& of, std::string_view group,
                                       std::string_view name);
  [[nodiscard]] result<> set_retention(const model::owner& of, std::string_view group,
                                       std::optional<int> days);
  [[nodiscard]] result<> set_tags(const model::owner& of, std::string_view group,
                                  std::map<std::string, std::string> tags);

  // Null when there is none. Valid until the store changes.
  [[nodiscard]] const group* find_group(const model::owner& of, std::string_view name) const;
  [[nodiscard]] const stream* find_stream(const model::owner& of, std::string_view group,
                                          std::string_view name) const;

  // In the order of their names.
  [[nodiscard]] std::vector<const group*> groups(const model::owner& of,
                                                 std::string_view prefix = {}) const;
  [[nodiscard]] std::vector<const stream*> streams(const model::owner& of, std::string_view group,
                                                   std::string_view prefix = {}) const;

  [[nodiscard]] result<page> read(const model::owner& of, std::string_view group,
                                  const read_options& options) const;

  // Hides events older than their group's retention and removes segments that hold no others. The
  // store does so itself when it is opened, and hourly while it is written to.
  [[nodiscard]] result<> expire(std::int64_t now_ms);

private:
  struct state;
  explicit store(std::unique_ptr<state> s);

  std::unique_ptr<state> state_;
};

}  // namespace lambent::logs
