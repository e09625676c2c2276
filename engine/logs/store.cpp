#include "engine/logs/store.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>

#include "base/files.hpp"
#include "engine/logs/file.hpp"
#include "engine/logs/segment.hpp"
#include "engine/logs/store_state.hpp"

namespace lambent::logs {
namespace {

constexpr std::size_t segment_file_bytes_max = std::size_t{64} << 20;
constexpr std::int64_t hour_ms = 60 * 60 * 1000, day_ms = 24 * hour_ms;

std::int64_t wall_clock_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

struct segment_name {
  std::uint32_t group = 0, number = 0;
};

// "<group>-<segment>.seg"; names of groups never reach the file system.
std::optional<segment_name> parse_segment_name(std::string_view text) {
  segment_name name;
  const auto* end = text.data() + text.size();
  const auto group = std::from_chars(text.data(), end, name.group);
  if (group.ec != std::errc{} || group.ptr == end || *group.ptr != '-') return {};
  const auto number = std::from_chars(group.ptr + 1, end, name.number);
  const auto suffix = std::string_view(number.ptr, static_cast<std::size_t>(end - number.ptr));
  if (number.ec != std::errc{} || suffix != ".seg" || name.number > segment_number_max) return {};
  return name;
}

void widen(std::optional<std::int64_t>& low, std::optional<std::int64_t>& high, std::int64_t ms) {
  low = std::min(low.value_or(ms), ms);
  high = std::max(high.value_or(ms), ms);
}

extent& extent_of(segment_index& segment, catalog_stream& s, std::uint32_t begin,
                  const event_view& first) {
  if (s.extent_segment != segment.number) {
    s.extent_segment = segment.number;
    s.extent_index = segment.extents.size();
    segment.extents.push_back(
        {s.number, begin, begin, first.timestamp_ms, first.timestamp_ms, first.ingestion_ms, 0});
  }
  return segment.extents[s.extent_index];
}

// Enters the events of one record, which stands at [begin, end), into every count that knows them.
class record_count {
public:
  record_count(catalog_group& g, segment_index& segment, std::uint32_t begin, std::uint32_t end)
      : group_(g), segment_(segment), begin_(begin), end_(end) {}

  void add(catalog_stream& s, const event_view& e) {
    auto& x = extent_of(segment_, s, begin_, e);
    const auto bytes = e.message.size() + event_overhead_bytes;
    x.end = end_;
    x.min_ms = std::min(x.min_ms, e.timestamp_ms);
    x.max_ms = std::max(x.max_ms, e.timestamp_ms);
    x.last_ingestion_ms = std::max(x.last_ingestion_ms, e.ingestion_ms);
    x.bytes += bytes;
    segment_.min_ms = std::min(segment_.min_ms, e.timestamp_ms);
    segment_.max_ms = std::max(segment_.max_ms, e.timestamp_ms);
    widen(s.info.first_event_ms, s.info.last_event_ms, e.timestamp_ms);
    s.info.last_ingestion_ms = std::max(s.info.last_ingestion_ms.value_or(0), e.ingestion_ms);
    s.info.stored_bytes += bytes;
    group_.info.stored_bytes += bytes;
  }

private:
  catalog_group& group_;
  segment_index& segment_;
  std::uint32_t begin_, end_;
};

// After extents went away: what streams and group say about themselves, from the extents left.
void recount(catalog_group& g, group_files& files) {
  g.info.stored_bytes = 0;
  for (auto& [name, s] : g.streams) {
    s.info.first_event_ms = s.info.last_event_ms = s.info.last_ingestion_ms = {};
    s.info.stored_bytes = 0;
    s.extent_segment = 0;
  }
  for (auto& segment : files.segments) {
    for (std::size_t i = 0; i < segment.extents.size(); ++i) {
      const auto& x = segment.extents[i];
      auto& s = *g.by_number.at(x.stream);
      s.extent_segment = segment.number;
      s.extent_index = i;
      widen(s.info.first_event_ms, s.info.last_event_ms, std::max(x.min_ms, files.horizon_ms));
      widen(s.info.first_event_ms, s.info.last_event_ms, x.max_ms);
      s.info.last_ingestion_ms =
          std::max(s.info.last_ingestion_ms.value_or(0), x.last_ingestion_ms);
      s.info.stored_bytes += x.bytes;
      g.info.stored_bytes += x.bytes;
    }
  }
}

// The first bytes of a message that fit one event, not cutting a UTF-8 sequence in two.
std::size_t piece_bytes(std::string_view message) {
  if (message.size() <= event_bytes_max) return message.size();
  auto end = event_bytes_max;
  while (end > event_bytes_max - 4 && (static_cast<unsigned char>(message[end]) & 0xC0) == 0x80)
    --end;
  return end;
}

}  // namespace

std::filesystem::path store::state::segment_path(std::uint32_t group, std::uint32_t number) const {
  return dir / (std::to_string(group) + "-" + std::to_string(number) + ".seg");
}

store::store(std::unique_ptr<state> s) : state_(std::move(s)) {}
store::~store() = default;

result<std::unique_ptr<store>> store::open(const std::filesystem::path& dir,
                                           const store_limits& limits) {
  std::error_code failed;
  std::filesystem::create_directories(dir, failed);
  if (failed) return sys_fail("create " + dir.string(), failed.value());
  auto s = std::make_unique<state>();
  s->dir = dir;
  s->limits = limits;
  s->catalog = TRY_FOR("open the log store", catalog::open(dir / "catalog"));
  TRY_FOR("open the log store", s->load());
  std::unique_ptr<store> opened(new store(std::move(s)));
  TRY(opened->expire(wall_clock_ms()));
  return opened;
}

result<> store::state::load() {
  std::error_code failed;
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> found;
  for (std::filesystem::directory_iterator entry(dir, failed), end; !failed && entry != end;
       entry.increment(failed)) {
    if (const auto name = parse_segment_name(entry->path().filename().string()))
      found[name->group].push_back(name->number);
  }
  if (failed) return sys_fail("list " + dir.string(), failed.value());
  for (auto& [key, g] : catalog.groups()) {
    auto& numbers = found[g.number];
    std::sort(numbers.begin(), numbers.end());
    for (const auto number : numbers) TRY(load_segment(g, number));
    files[g.number].sealed = files[g.number].sealed || numbers.empty();
    TRY(drop_empty_segments(g));
    found.erase(g.number);
  }
  // Left over when a crash came between the removal of a group and that of its segments.
  for (const auto& [group, numbers] : found)
    for (const auto number : numbers) std::filesystem::remove(segment_path(group, number), failed);
  return {};
}

result<> store::state::load_segment(catalog_group& g, std::uint32_t number) {
  const auto path = segment_path(g.number, number);
  const auto file = TRY(open_file(path, O_RDWR));
  TRY_FOR(path.string(), read_range(file, 0, segment_file_bytes_max, read_buffer));
  segment_index segment;
  segment.number = number;
  record_reader records(read_buffer);
  while (const auto payload = records.next()) {
    batch_reader batch(*payload);
    const auto s = g.by_number.find(batch.stream());
    if (s == g.by_number.end()) continue;  // Of a stream that was deleted.
    record_count count(g, segment, static_cast<std::uint32_t>(records.offset()),
                       static_cast<std::uint32_t>(records.good_end()));
    while (const auto e = batch.next()) count.add(*s->second, *e);
  }
  segment.size = static_cast<std::uint32_t>(records.good_end());
  const auto beyond = read_buffer.size() - records.good_end();
  auto& f = files[g.number];
  // What a crash leaves is at most one record, and goes. More is damage, and stays as it is: the
  // next event then starts a new segment.
  f.sealed = beyond > record_header_bytes + record_payload_bytes_max;
  if (beyond > 0 && !f.sealed &&
      ::ftruncate(file.get(), static_cast<off_t>(records.good_end())) != 0)
    return sys_fail("repair " + path.string());
  f.last_number = std::max(f.last_number, number);
  f.segments.push_back(std::move(segment));
  return {};
}

void store::state::close_writer(std::uint32_t group) {
  files[group].writer.reset();
  std::erase(writers, group);
}

result<> store::state::ready_to_write(catalog_group& g, group_files& f) {
  if (!f.sealed && f.segments.back().size >= limits.segment_bytes) {
    f.sealed = true;
    close_writer(g.number);
  }
  if (f.writer) return {};
  if (f.sealed) {
    if (f.last_number == segment_number_max)
      return fail("log group " + g.info.name + " has used up its segment numbers",
                  "delete the log group");
    const auto number = f.last_number + 1;
    f.writer =
        TRY(open_file(segment_path(g.number, number), O_RDWR | O_CREAT | O_TRUNC | O_APPEND));
    f.last_number = number;
    f.segments.emplace_back().number = number;
    f.sealed = false;
  } else {
    f.writer = TRY(open_file(segment_path(g.number, f.segments.back().number), O_RDWR | O_APPEND));
  }
  writers.push_back(g.number);
  if (writers.size() > limits.open_writers_max) close_writer(writers.front());
  return {};
}

result<> store::state::write_batch(catalog_group& g, catalog_stream& s,
                                   std::span<const event_view> batch) {
  auto& f = files[g.number];
  TRY(ready_to_write(g, f));
  write_buffer.clear();
  append_batch(write_buffer, s.number, batch);
  auto& segment = f.segments.back();
  if (auto written = write_all(f.writer.get(), write_buffer); !written) {
    // Half a record must not stand before the next one; if it cannot go, nothing follows it.
    f.sealed = ::ftruncate(f.writer.get(), static_cast<off_t>(segment.size)) != 0;
    if (f.sealed) close_writer(g.number);
    return std::unexpected(std::move(written).error());
  }
  const auto begin = segment.size;
  segment.size += static_cast<std::uint32_t>(write_buffer.size());
  record_count count(g, segment, begin, segment.size);
  for (const auto& e : batch) count.add(s, e);
  return {};
}

result<> store::append(const model::owner& of, std::string_view group, std::string_view stream,
                       const std::vector<event>& events) {
  auto& s = *state_;
  const auto now_ms = events.empty() ? wall_clock_ms() : events.front().ingestion_ms;
  if (now_ms - s.expired_ms >= hour_ms) TRY(expire(now_ms));
  auto* g = s.find(of, group);
  if (!g) g = TRY_FOR("create log group", s.catalog.add_group(of, group, now_ms));
  const auto found = g->streams.find(stream);
  auto* const to = found != g->streams.end()
                       ? &found->second
                       : TRY_FOR("create log stream", s.catalog.add_stream(*g, stream, now_ms));
  std::vector<event_view> batch;
  std::size_t bytes = batch_head_bytes;
  for (const auto& e : events) {
    std::string_view rest = e.message;
    do {
      const auto piece = rest.substr(0, piece_bytes(rest));
      rest.remove_prefix(piece.size());
      if (bytes + batch_event_bytes + piece.size() > record_payload_bytes_max) {
        TRY_FOR("append to the logs", s.write_batch(*g, *to, batch));
        batch.clear();
        bytes = batch_head_bytes;
      }
      batch.push_back({std::max<std::int64_t>(e.timestamp_ms, 0), e.ingestion_ms, piece});
      bytes += batch_event_bytes + piece.size();
    } while (!rest.empty());
  }
  if (!batch.empty()) TRY_FOR("append to the logs", s.write_batch(*g, *to, batch));
  return {};
}

result<> store::create_group(const model::owner& of, std::string_view name, std::int64_t now_ms) {
  (void)TRY(state_->catalog.add_group(of, name, now_ms));
  return {};
}

result<> store::create_stream(const model::owner& of, std::string_view group, std::string_view name,
                              std::int64_t now_ms) {
  auto* const g = state_->find(of, group);
  if (!g) return fail("there is no log group " + std::string(group));
  (void)TRY(state_->catalog.add_stream(*g, name, now_ms));
  return {};
}

result<> store::delete_group(const model::owner& of, std::string_view name) {
  auto* const g = state_->find(of, name);
  if (!g) return fail("there is no log group " + std::string(name));
  const auto number = g->number;
  TRY(state_->catalog.remove_group(*g));
  state_->close_writer(number);
  std::error_code ignored;  // A segment left behind goes at the next open.
  for (const auto& segment : state_->files[number].segments)
    std::filesystem::remove(state_->segment_path(number, segment.number), ignored);
  state_->files.erase(number);
  return {};
}

result<> store::delete_stream(const model::owner& of, std::string_view group,
                              std::string_view name) {
  auto* const g = state_->find(of, group);
  if (!g) return fail("there is no log group " + std::string(group));
  const auto found = g->streams.find(name);
  if (found == g->streams.end()) return fail("there is no log stream " + std::string(name));
  const auto number = found->second.number;
  TRY(state_->catalog.remove_stream(*g, found->second));
  auto& f = state_->files[g->number];
  for (auto& segment : f.segments)
    std::erase_if(segment.extents, [&](const extent& x) { return x.stream == number; });
  recount(*g, f);
  return state_->drop_empty_segments(*g);
}

result<> store::state::drop_empty_segments(catalog_group& g) {
  auto& f = files[g.number];
  if (!f.segments.empty() && f.segments.back().extents.empty()) {
    close_writer(g.number);
    f.sealed = true;
  }
  for (const auto& segment : f.segments) {
    if (!segment.extents.empty()) continue;
    const auto path = segment_path(g.number, segment.number);
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) return sys_fail("remove " + path.string());
  }
  std::erase_if(f.segments, [](const segment_index& x) { return x.extents.empty(); });
  return {};
}

result<> store::set_retention(const model::owner& of, std::string_view group,
                              std::optional<int> days) {
  auto* const g = state_->find(of, group);
  if (!g) return fail("there is no log group " + std::string(group));
  return state_->catalog.set_retention(*g, days);
}

result<> store::set_tags(const model::owner& of, std::string_view group,
                         std::map<std::string, std::string> tags) {
  auto* const g = state_->find(of, group);
  if (!g) return fail("there is no log group " + std::string(group));
  return state_->catalog.set_tags(*g, std::move(tags));
}

result<> store::expire(std::int64_t now_ms) {
  state_->expired_ms = now_ms;
  for (auto& [key, g] : state_->catalog.groups())
    TRY_FOR("expire log group " + g.info.name, state_->expire(g, now_ms));
  return {};
}

result<> store::state::expire(catalog_group& g, std::int64_t now_ms) {
  auto& f = files[g.number];
  if (!g.info.retention_days) {
    f.horizon_ms = 0;
    return {};
  }
  f.horizon_ms = std::max<std::int64_t>(0, now_ms - *g.info.retention_days * day_ms);
  std::size_t gone = 0;
  for (auto& segment : f.segments)
    gone +=
        std::erase_if(segment.extents, [&](const extent& x) { return x.max_ms < f.horizon_ms; });
  if (gone == 0) return {};
  recount(g, f);
  return drop_empty_segments(g);
}

}  // namespace lambent::logs
