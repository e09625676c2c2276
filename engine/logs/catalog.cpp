#include "engine/logs/catalog.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>

#include "base/files.hpp"
#include "engine/logs/file.hpp"
#include "engine/logs/record.hpp"

namespace lambent::logs {
namespace {

// First byte of each record. Numbers are on disk: never renumber.
enum kind : std::uint8_t {
  counters = 1,
  group_added = 2,
  group_removed = 3,
  retention_set = 4,
  tags_set = 5,
  stream_added = 6,
  stream_removed = 7,
  owned_group_added = 8,  // Of another owner than the default one, whose groups are group_added.
};

constexpr std::size_t catalog_bytes_max = std::size_t{1} << 30;
constexpr std::size_t dead_records_min = 256;  // Fewer are not worth rewriting the file.

void put_group(std::string& out, const catalog_group& g) {
  const bool owned = g.of != model::default_owner();
  record_writer record(out);
  record.u8(owned ? owned_group_added : group_added).u32(g.number).i64(g.info.created_ms);
  record.text(g.info.name);
  if (owned) record.text(g.of.account).text(g.of.region);
  record.finish();
}

void put_stream(std::string& out, const catalog_group& g, const catalog_stream& s) {
  record_writer record(out);
  record.u8(stream_added).u32(g.number).u32(s.number).i64(s.info.created_ms).text(s.info.name);
  record.finish();
}

void put_retention(std::string& out, std::uint32_t group, std::optional<int> days) {
  record_writer record(out);
  record.u8(retention_set).u32(group).u32(static_cast<std::uint32_t>(days.value_or(0))).finish();
}

void put_tags(std::string& out, std::uint32_t group,
              const std::map<std::string, std::string>& tags) {
  record_writer record(out);
  record.u8(tags_set).u32(group).u32(static_cast<std::uint32_t>(tags.size()));
  for (const auto& [key, value] : tags) record.text(key).text(value);
  record.finish();
}

void put_removed(std::string& out, kind what, std::uint32_t group, std::uint32_t stream) {
  record_writer record(out);
  record.u8(what).u32(group).u32(stream).finish();
}

}  // namespace

result<catalog> catalog::open(const std::filesystem::path& path) {
  catalog c;
  c.path_ = path;
  c.lock_ = TRY(open_file(path.string() + ".lock", O_RDWR | O_CREAT));
  if (::flock(c.lock_.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return sys_fail("lock " + path.string());
    return fail("the logs in " + path.parent_path().string() + " are in use by another engine",
                "stop it, or give this one another --data-dir");
  }
  c.file_ = TRY(open_file(path, O_RDWR | O_CREAT | O_APPEND));
  const auto end = ::lseek(c.file_.get(), 0, SEEK_END);
  if (end < 0) return sys_fail("size of " + path.string());
  if (static_cast<std::size_t>(end) > catalog_bytes_max)
    return fail("read " + path.string() + ": larger than any catalog of ours");
  std::string bytes;
  TRY_FOR("read " + path.string(), read_range(c.file_, 0, static_cast<std::size_t>(end), bytes));
  TRY(c.replay(bytes));
  std::size_t live = 1;
  for (const auto& [key, g] : c.groups_) live += 3 + g.streams.size();
  if (c.records_ > 2 * live + dead_records_min) TRY(c.compact());
  return c;
}

result<> catalog::replay(std::string_view bytes) {
  record_reader records(bytes);
  while (const auto payload = records.next()) {
    ++records_;
    if (!apply(*payload))
      return fail("read " + path_.string() + ": the record at byte " +
                      std::to_string(records.offset()) + " makes no sense",
                  "move the folder away to start with empty logs");
  }
  size_ = records.good_end();
  // A crash tears the last record alone. Anything else is damage, and opening on would orphan the
  // events of groups that can no longer be read.
  if (records.first_damaged().value_or(size_) < size_ ||
      bytes.size() - size_ > record_header_bytes + record_payload_bytes_max)
    return fail("read " + path_.string() + ": damaged after byte " + std::to_string(size_),
                "move the folder away to start with empty logs");
  if (::ftruncate(file_.get(), static_cast<off_t>(size_)) != 0)
    return sys_fail("repair " + path_.string());
  return {};
}

bool catalog::apply(std::string_view payload) {
  field_reader in(payload);
  const auto what = in.u8();
  if (what == counters) {
    next_group_ = std::max(next_group_, in.u32());
    next_stream_ = std::max(next_stream_, in.u32());
    return in.ok();
  }
  const auto number = in.u32();
  if (what == group_added || what == owned_group_added) {
    const auto created_ms = in.i64();
    const auto name = in.text();
    auto of = model::default_owner();
    if (what == owned_group_added) {
      of.account = in.text();
      of.region = in.text();
    }
    if (in.ok() && find(of, name) == nullptr) insert_group(number, created_ms, of, name);
    return in.ok();
  }
  const auto found = by_number_.find(number);
  return found == by_number_.end() ? in.ok() : apply_to_group(what, *found->second, in);
}

bool catalog::apply_to_group(std::uint8_t what, catalog_group& g, field_reader& in) {
  if (what == group_removed) {
    by_number_.erase(g.number);
    groups_.erase(groups_.find(key_of(g.of, g.info.name)));
  } else if (what == retention_set) {
    const auto days = static_cast<int>(in.u32());
    g.info.retention_days = days > 0 ? std::optional(days) : std::nullopt;
  } else if (what == tags_set) {
    g.info.tags.clear();
    for (auto left = in.u32(); left > 0 && in.ok(); --left) {
      const auto key = in.text();
      g.info.tags.emplace(key, in.text());
    }
  } else if (what == stream_added) {
    const auto number = in.u32();
    const auto created_ms = in.i64();
    const auto name = in.text();
    if (in.ok() && !g.streams.contains(name)) insert_stream(g, number, created_ms, name);
  } else if (what == stream_removed) {
    const auto found = g.by_number.find(in.u32());
    if (found != g.by_number.end()) {
      const auto at = g.streams.find(found->second->info.name);
      g.by_number.erase(found);
      g.streams.erase(at);
    }
  } else {
    return false;
  }
  return in.ok();
}

void catalog::insert_group(std::uint32_t number, std::int64_t created_ms, const model::owner& of,
                           std::string_view name) {
  auto& g = groups_[group_key(of.account, of.region, name)];
  g.of = of;
  g.info.name = name;
  g.info.created_ms = created_ms;
  g.number = number;
  by_number_[number] = &g;
  next_group_ = std::max(next_group_, number + 1);
}

catalog_stream& catalog::insert_stream(catalog_group& g, std::uint32_t number,
                                       std::int64_t created_ms, std::string_view name) {
  auto& s = g.streams[std::string(name)];
  s.info.name = name;
  s.info.created_ms = created_ms;
  s.number = number;
  g.by_number[number] = &s;
  next_stream_ = std::max(next_stream_, number + 1);
  return s;
}

result<> catalog::write(std::string_view records) {
  if (auto written = write_all(file_.get(), records); !written) {
    // Half a record must not stand before the next one.
    if (::ftruncate(file_.get(), static_cast<off_t>(size_)) != 0) file_.reset();
    return std::unexpected(in_context(path_.string(), std::move(written).error()));
  }
  size_ += records.size();
  ++records_;
  return {};
}

result<> catalog::compact() {
  std::string out;
  record_writer(out).u8(counters).u32(next_group_).u32(next_stream_).finish();
  records_ = 1;
  for (const auto& [key, g] : groups_) {
    put_group(out, g);
    if (g.info.retention_days) put_retention(out, g.number, g.info.retention_days);
    if (!g.info.tags.empty()) put_tags(out, g.number, g.info.tags);
    for (const auto& [stream_name, s] : g.streams) put_stream(out, g, s);
    records_ += 3 + g.streams.size();
  }
  const auto fresh_path = path_.string() + ".new";
  auto fresh = TRY(open_file(fresh_path, O_RDWR | O_CREAT | O_TRUNC | O_APPEND));
  TRY_FOR(fresh_path, write_all(fresh.get(), out));
  if (::fsync(fresh.get()) != 0) return sys_fail("sync " + fresh_path);
  if (::rename(fresh_path.c_str(), path_.c_str()) != 0) return sys_fail("rename " + fresh_path);
  file_ = std::move(fresh);
  size_ = out.size();
  return {};
}

result<catalog_group*> catalog::add_group(const model::owner& of, std::string_view name,
                                          std::int64_t created_ms) {
  catalog_group fresh;
  fresh.of = of;
  fresh.info.name = name;
  fresh.info.created_ms = created_ms;
  fresh.number = next_group_;
  std::string out;
  put_group(out, fresh);
  TRY(write(out));
  insert_group(fresh.number, created_ms, of, name);
  return find(of, name);
}

result<catalog_stream*> catalog::add_stream(catalog_group& g, std::string_view name,
                                            std::int64_t created_ms) {
  catalog_stream fresh;
  fresh.info.name = name;
  fresh.info.created_ms = created_ms;
  fresh.number = next_stream_;
  std::string out;
  put_stream(out, g, fresh);
  TRY(write(out));
  return &insert_stream(g, fresh.number, created_ms, name);
}

result<> catalog::remove_group(catalog_group& g) {
  std::string out;
  put_removed(out, group_removed, g.number, 0);
  TRY(write(out));
  by_number_.erase(g.number);
  groups_.erase(groups_.find(key_of(g.of, g.info.name)));
  return {};
}

result<> catalog::remove_stream(catalog_group& g, catalog_stream& s) {
  std::string out;
  put_removed(out, stream_removed, g.number, s.number);
  TRY(write(out));
  g.by_number.erase(s.number);
  g.streams.erase(g.streams.find(s.info.name));
  return {};
}

result<> catalog::set_retention(catalog_group& g, std::optional<int> days) {
  std::string out;
  put_retention(out, g.number, days);
  TRY(write(out));
  g.info.retention_days = days;
  return {};
}

result<> catalog::set_tags(catalog_group& g, std::map<std::string, std::string> tags) {
  std::string out;
  put_tags(out, g.number, tags);
  TRY(write(out));
  g.info.tags = std::move(tags);
  return {};
}

catalog_group* catalog::find(const model::owner& of, std::string_view name) {
  const auto found = groups_.find(key_of(of, name));
  return found == groups_.end() ? nullptr : &found->second;
}

}  // namespace lambent::logs
