// Which groups and streams exist, with their numbers, retention and tags: the values, and the file
// they are replayed from. Knows nothing of segments or events. Driven by the store.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>

#include "base/error.hpp"
#include "base/fd.hpp"
#include "engine/logs/event.hpp"
#include "engine/model/owner.hpp"

namespace lambent::logs {

class field_reader;

struct catalog_stream {
  logs::stream info;
  std::uint32_t number = 0;
  // Where the store counts this stream's events: an extent of a segment. 0: nowhere yet.
  std::uint32_t extent_segment = 0;
  std::size_t extent_index = 0;
};

struct catalog_group {
  model::owner of;
  logs::group info;
  std::uint32_t number = 0;
  std::map<std::string, catalog_stream, std::less<>> streams;
  std::unordered_map<std::uint32_t, catalog_stream*> by_number;  // Into `streams`.
};

// Account, region and name, so that the groups of one owner stand together.
using group_key = std::tuple<std::string, std::string, std::string>;
[[nodiscard]] inline std::tuple<std::string_view, std::string_view, std::string_view> key_of(
    const model::owner& of, std::string_view name) {
  return {of.account, of.region, name};
}

class catalog {
public:
  using groups_by_key = std::map<group_key, catalog_group, std::less<>>;

  // Holds a lock on the file for its lifetime: one engine per folder.
  [[nodiscard]] static result<catalog> open(const std::filesystem::path& path);

  [[nodiscard]] result<catalog_group*> add_group(const model::owner& of, std::string_view name,
                                                 std::int64_t created_ms);
  [[nodiscard]] result<catalog_stream*> add_stream(catalog_group& group, std::string_view name,
                                                   std::int64_t created_ms);
  [[nodiscard]] result<> remove_group(catalog_group& group);
  [[nodiscard]] result<> remove_stream(catalog_group& group, catalog_stream& stream);
  [[nodiscard]] result<> set_retention(catalog_group& group, std::optional<int> days);
  [[nodiscard]] result<> set_tags(catalog_group& group, std::map<std::string, std::string> tags);

  [[nodiscard]] catalog_group* find(const model::owner& of, std::string_view name);
  [[nodiscard]] groups_by_key& groups() { return groups_; }

private:
  [[nodiscard]] result<> replay(std::string_view bytes);
  [[nodiscard]] bool apply(std::string_view payload);
  [[nodiscard]] bool apply_to_group(std::uint8_t what, catalog_group& group, field_reader& in);
  [[nodiscard]] result<> write(std::string_view records);
  [[nodiscard]] result<> compact();
  void insert_group(std::uint32_t number, std::int64_t created_ms, const model::owner& of,
                    std::string_view name);
  catalog_stream& insert_stream(catalog_group& group, std::uint32_t number, std::int64_t created_ms,
                                std::string_view name);

  std::filesystem::path path_;
  fd lock_, file_;
  std::uint64_t size_ = 0;
  std::size_t records_ = 0;
  groups_by_key groups_;
  std::unordered_map<std::uint32_t, catalog_group*> by_number_;  // Into `groups_`.
  std::uint32_t next_group_ = 1, next_stream_ = 1;  // Never used twice, not even after deletion.
};

}  // namespace lambent::logs
