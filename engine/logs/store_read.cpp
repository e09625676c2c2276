// The store's reads: pages of events, the nearest first, and lists of groups and streams.
#include <fcntl.h>

#include <algorithm>
#include <unordered_set>

#include "engine/logs/file.hpp"
#include "engine/logs/segment.hpp"
#include "engine/logs/store.hpp"
#include "engine/logs/store_state.hpp"

namespace lambent::logs {
namespace {

struct candidate {
  position at;
  std::uint32_t stream = 0;
  event found;
};

// Keeps the nearest events of all it is offered, in any order, within a count and a number of
// bytes. "Nearest" is oldest for a forward read, newest for a backward one.
class selection {
public:
  explicit selection(const read_options& o) : options_(o) {}

  [[nodiscard]] bool nearer(const position& a, const position& b) const {
    return options_.backward ? a > b : a < b;
  }

  // False when nothing at or behind this position can be kept any more.
  [[nodiscard]] bool wants(const position& at) const {
    if (cut_ && !nearer(at, *cut_)) return false;
    return kept_.size() < options_.events_max || nearer(at, kept_.front().at);
  }

  // Puts the farthest in front of the heap.
  auto by_distance() const {
    return [this](const candidate& a, const candidate& b) { return nearer(a.at, b.at); };
  }

  void offer(const position& at, std::uint32_t stream, const event_view& e) {
    kept_.push_back({at, stream, {e.timestamp_ms, e.ingestion_ms, std::string(e.message)}});
    bytes_ += e.message.size() + event_overhead_bytes;
    std::push_heap(kept_.begin(), kept_.end(), by_distance());
    while (kept_.size() > options_.events_max ||
           (bytes_ > options_.bytes_max && kept_.size() > 1)) {
      std::pop_heap(kept_.begin(), kept_.end(), by_distance());
      bytes_ -= kept_.back().found.message.size() + event_overhead_bytes;
      cut_ = kept_.back().at;  // Nothing behind it may slip in later.
      kept_.pop_back();
    }
  }

  void note_more() { more_ = true; }
  [[nodiscard]] bool more() const { return more_ || cut_; }

  [[nodiscard]] std::vector<candidate> oldest_first() && {
    std::sort(kept_.begin(), kept_.end(),
              [](const candidate& a, const candidate& b) { return a.at < b.at; });
    return std::move(kept_);
  }

private:
  const read_options& options_;
  std::vector<candidate> kept_;  // A heap, the farthest in front.
  std::size_t bytes_ = 0;
  std::optional<position> cut_;
  bool more_ = false;
};

// Which of a group's streams take part. Records of deleted streams never do.
class wanted_streams {
public:
  wanted_streams(const catalog_group& g, const read_options& o)
      : group_(g), all_(!o.streams && o.stream_prefix.empty()) {
    if (o.streams) {
      for (const auto& name : *o.streams)
        if (const auto s = g.streams.find(name); s != g.streams.end()) add(s->second);
    } else if (!all_) {
      for (auto s = g.streams.lower_bound(o.stream_prefix);
           s != g.streams.end() && s->first.starts_with(o.stream_prefix); ++s)
        add(s->second);
    }
  }

  [[nodiscard]] bool contains(std::uint32_t stream) const {
    return all_ ? group_.by_number.contains(stream) : chosen_.contains(stream);
  }

private:
  void add(const catalog_stream& s) { chosen_.insert(s.number); }

  const catalog_group& group_;
  bool all_;
  std::unordered_set<std::uint32_t> chosen_;
};

struct byte_range {
  std::uint32_t begin = 0, end = 0;
};

class group_reader {
public:
  group_reader(const catalog_group& g, const group_files& f, const read_options& o)
      : group_(g),
        files_(f),
        options_(o),
        streams_(g, o),
        selection_(o),
        from_ms_(std::max(o.from_ms, f.horizon_ms)) {
    if (!o.bound) return;
    if (o.backward)
      last_ms_ = std::min(last_ms_, o.bound->timestamp_ms);
    else
      from_ms_ = std::max(from_ms_, o.bound->timestamp_ms);
  }

  // The segments in the order in which their nearest events come.
  [[nodiscard]] std::vector<const segment_index*> order() const {
    std::vector<const segment_index*> out;
    for (const auto& segment : files_.segments)
      if (overlaps(segment.min_ms, segment.max_ms)) out.push_back(&segment);
    std::sort(out.begin(), out.end(), [this](const auto* a, const auto* b) {
      if (options_.backward && a->max_ms != b->max_ms) return a->max_ms > b->max_ms;
      if (!options_.backward && a->min_ms != b->min_ms) return a->min_ms < b->min_ms;
      return a->number < b->number;
    });
    return out;
  }

  // The bytes of a segment that hold what is asked for.
  [[nodiscard]] byte_range range_in(const segment_index& segment) const {
    byte_range range{segment.size, 0};
    for (const auto& x : segment.extents) {
      if (!overlaps(x.min_ms, x.max_ms) || !streams_.contains(x.stream)) continue;
      range.begin = std::min(range.begin, x.begin);
      range.end = std::max(range.end, x.end);
    }
    return range;
  }

  [[nodiscard]] bool wants(const segment_index& segment) const {
    return selection_.wants(options_.backward
                                ? position{segment.max_ms, UINT32_MAX, UINT32_MAX, UINT32_MAX}
                                : position{segment.min_ms, 0, 0, 0});
  }

  void scan(const segment_index& segment, std::string_view bytes, std::uint32_t begin) {
    record_reader records(bytes);
    while (const auto payload = records.next()) {
      batch_reader batch(*payload);
      if (!streams_.contains(batch.stream())) continue;
      position at{0, segment.number, begin + static_cast<std::uint32_t>(records.offset()), 0};
      for (; const auto e = batch.next(); ++at.index) {
        at.timestamp_ms = e->timestamp_ms;
        consider(at, batch.stream(), *e);
      }
    }
  }

  void note_more() { selection_.note_more(); }
  [[nodiscard]] std::int64_t from_ms() const { return from_ms_; }

  // `stopped_ms`: where a forward read gave up; what is newer may be incomplete.
  [[nodiscard]] page finish(std::optional<std::int64_t> stopped_ms) && {
    page out;
    const bool more = selection_.more();
    for (auto& c : std::move(selection_).oldest_first()) {
      if (stopped_ms && c.at.timestamp_ms >= *stopped_ms) break;
      out.events.push_back({group_.by_number.at(c.stream)->info.name, to_text(c.at, group_.number),
                            c.at, std::move(c.found)});
      out.next = c.at;
    }
    if (out.next) ++out.next->index;
    if (stopped_ms && (!more || !out.next)) out.next = position{*stopped_ms, 0, 0, 0};
    if (options_.backward || (!more && !stopped_ms)) out.next.reset();
    return out;
  }

private:
  [[nodiscard]] bool overlaps(std::int64_t min_ms, std::int64_t max_ms) const {
    return max_ms >= from_ms_ && min_ms < options_.to_ms && min_ms <= last_ms_;
  }

  void consider(const position& at, std::uint32_t stream, const event_view& e) {
    if (e.timestamp_ms < from_ms_ || e.timestamp_ms >= options_.to_ms) return;
    if (options_.bound && (options_.backward ? at >= *options_.bound : at < *options_.bound))
      return;
    if (!selection_.wants(at)) {
      selection_.note_more();
      return;
    }
    if (!options_.matches || options_.matches(e.message)) selection_.offer(at, stream, e);
  }

  const catalog_group& group_;
  const group_files& files_;
  const read_options& options_;
  wanted_streams streams_;
  selection selection_;
  std::int64_t from_ms_;
  std::int64_t last_ms_ = std::numeric_limits<std::int64_t>::max();
};

}  // namespace

result<page> store::read(const model::owner& of, std::string_view group,
                         const read_options& options) const {
  auto* const g = state_->find(of, group);
  if (!g) return fail("there is no log group " + std::string(group));
  if (options.events_max == 0) return page{};
  group_reader reader(*g, state_->files[g->number], options);
  std::size_t scanned = 0;
  std::optional<std::int64_t> reached_ms;
  for (const auto* segment : reader.order()) {
    const auto range = reader.range_in(*segment);
    if (range.end <= range.begin) continue;
    if (!reader.wants(*segment)) {
      reader.note_more();
      break;
    }
    // Long searches are cut where everything older is already searched, so that the caller's thread
    // is not held up; the page says where to go on.
    if (!options.backward && scanned >= state_->limits.scan_bytes_max && reached_ms &&
        segment->min_ms > *reached_ms)
      return std::move(reader).finish(segment->min_ms);
    if (!reached_ms) reached_ms = std::max(reader.from_ms(), segment->min_ms);
    const auto path = state_->segment_path(g->number, segment->number);
    const auto file = TRY_FOR("read the logs", open_file(path, O_RDONLY));
    TRY_FOR("read " + path.string(),
            read_range(file, range.begin, range.end - range.begin, state_->read_buffer));
    scanned += state_->read_buffer.size();
    reader.scan(*segment, state_->read_buffer, range.begin);
  }
  return std::move(reader).finish({});
}

const group* store::find_group(const model::owner& of, std::string_view name) const {
  const auto* const g = state_->find(of, name);
  return g ? &g->info : nullptr;
}

const stream* store::find_stream(const model::owner& of, std::string_view group,
                                 std::string_view name) const {
  const auto* const g = state_->find(of, group);
  if (!g) return nullptr;
  const auto s = g->streams.find(name);
  return s == g->streams.end() ? nullptr : &s->second.info;
}

std::vector<const group*> store::groups(const model::owner& of, std::string_view prefix) const {
  std::vector<const group*> out;
  const auto& all = state_->catalog.groups();
  for (auto g = all.lower_bound(key_of(of, prefix)); g != all.end(); ++g) {
    if (g->second.of != of || !g->second.info.name.starts_with(prefix)) break;
    out.push_back(&g->second.info);
  }
  return out;
}

std::vector<const stream*> store::streams(const model::owner& of, std::string_view group,
                                          std::string_view prefix) const {
  std::vector<const stream*> out;
  const auto* const g = state_->find(of, group);
  if (!g) return out;
  for (auto s = g->streams.lower_bound(prefix);
       s != g->streams.end() && s->first.starts_with(prefix); ++s)
    out.push_back(&s->second.info);
  return out;
}

}  // namespace lambent::logs
