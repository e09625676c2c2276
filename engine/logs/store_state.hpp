// The inside of the store, shared by its writing half (store.cpp) and its reading half
// (store_read.cpp). The index says per segment which streams stand where; messages stay on disk.
#pragma once

#include <deque>
#include <span>
#include <unordered_map>

#include "engine/logs/catalog.hpp"
#include "engine/logs/store.hpp"

namespace lambent::logs {

// The part of a segment that holds one stream's events, other streams' records in between.
struct extent {
  std::uint32_t stream = 0;
  std::uint32_t begin = 0, end = 0;  // Offsets of the first record, and behind the last.
  std::int64_t min_ms = 0, max_ms = 0;
  std::int64_t last_ingestion_ms = 0;
  std::uint64_t bytes = 0;  // Messages and their overhead.
};

struct segment_index {
  std::uint32_t number = 0;
  std::uint32_t size = 0;
  std::int64_t min_ms = std::numeric_limits<std::int64_t>::max();
  std::int64_t max_ms = std::numeric_limits<std::int64_t>::min();
  std::vector<extent> extents;
};

struct group_files {
  std::vector<segment_index> segments;  // Oldest first; only the last one grows.
  std::uint32_t last_number = 0;        // Never used twice while the group lives.
  bool sealed = true;                   // The last segment takes no more records.
  fd writer;                            // Of the last segment, while open.
  std::int64_t horizon_ms = 0;          // Older events have expired.
};

struct store::state {
  std::filesystem::path dir;
  store_limits limits;
  logs::catalog catalog;
  std::unordered_map<std::uint32_t, group_files> files;  // By the group's number.
  std::deque<std::uint32_t> writers;  // Groups with an open writer, oldest first.
  std::int64_t expired_ms = 0;        // When retention was last applied to all groups.
  std::string write_buffer;
  std::string read_buffer;

  [[nodiscard]] std::filesystem::path segment_path(std::uint32_t group, std::uint32_t number) const;

  [[nodiscard]] catalog_group* find(const model::owner& of, std::string_view name) {
    return catalog.find(of, name);
  }
  [[nodiscard]] result<> load();
  [[nodiscard]] result<> load_segment(catalog_group& group, std::uint32_t number);
  [[nodiscard]] result<> ready_to_write(catalog_group& group, group_files& files);
  [[nodiscard]] result<> write_batch(catalog_group& group, catalog_stream& stream,
                                     std::span<const event_view> batch);
  [[nodiscard]] result<> expire(catalog_group& group, std::int64_t now_ms);
  [[nodiscard]] result<> drop_empty_segments(catalog_group& group);
  void close_writer(std::uint32_t group);
};

}  // namespace lambent::logs
