// Operations on events: put, get, filter.
#include <algorithm>

#include "engine/logs/filter_pattern.hpp"
#include "engine/logs/operation_table.hpp"

namespace lambent::logs {
namespace {

constexpr std::int64_t hour_ms = 60 * 60 * 1000, day_ms = 24 * hour_ms;
constexpr std::int64_t accepted_past_ms = 14 * day_ms, accepted_future_ms = 2 * hour_ms;
constexpr std::size_t batch_bytes_max = 1'048'576;  // Messages and their overhead.
constexpr std::int64_t batch_span_max_ms = day_ms;

void write_event(json_writer& out, const event& e) {
  out.number("timestamp", e.timestamp_ms).text("message", e.message);
  out.number("ingestionTime", e.ingestion_ms);
}

std::unexpected<failure> bad_token() {
  return invalid_parameter("The specified nextToken is invalid.");
}

// "f/<position>": at or after it. "b/<position>": before it.
std::string token_of(char direction, const position& at) {
  return std::string{direction, '/'} + to_text(at);
}

answer<> apply_token(std::string_view token, read_options& to) {
  if (!token.starts_with("f/") && !token.starts_with("b/")) return bad_token();
  to.bound = parse_position(token.substr(2));
  if (!to.bound) return bad_token();
  to.backward = token[0] == 'b';
  return {};
}

// What a request to read says about time and amount; `end_included` where endTime belongs to it.
read_options common_options(input& in, bool end_included) {
  read_options o;
  o.from_ms = in.number("startTime").value_or(0);
  if (const auto end = in.number("endTime"))
    o.to_ms = end_included && *end < o.to_ms ? *end + 1 : *end;
  const number_range limits{.min = 1, .max = page_events_max};
  o.events_max = static_cast<std::size_t>(in.number("limit", limits).value_or(page_events_max));
  return o;
}

struct put_range {
  std::size_t too_old = 0, expired = 0;  // Ends of the rejected events at the front.
  std::size_t begin = 0, end = 0;        // The accepted ones.
};

put_range accepted(const std::vector<event>& events, std::optional<int> retention_days,
                   std::int64_t now_ms) {
  const auto first_since = [&](std::int64_t ms) {
    const auto found = std::partition_point(events.begin(), events.end(),
                                            [&](const event& e) { return e.timestamp_ms < ms; });
    return static_cast<std::size_t>(found - events.begin());
  };
  put_range out;
  out.too_old = first_since(now_ms - accepted_past_ms);
  if (retention_days) out.expired = first_since(now_ms - *retention_days * day_ms);
  out.begin = std::max(out.too_old, out.expired);
  out.end = first_since(now_ms + accepted_future_ms + 1);
  return out;
}

answer<> check_batch(const std::vector<event>& events) {
  std::size_t bytes = 0;
  for (const auto& e : events) {
    const auto size = e.message.size() + event_overhead_bytes;
    if (size > batch_bytes_max)
      return invalid_parameter("Log event too large: " + std::to_string(size) +
                               " bytes exceeds limit of " + std::to_string(batch_bytes_max));
    bytes += size;
  }
  if (bytes > batch_bytes_max)
    return invalid_parameter("Upload too large: " + std::to_string(bytes) +
                             " bytes exceeds limit of " + std::to_string(batch_bytes_max));
  const auto earlier = [](const event& a, const event& b) {
    return a.timestamp_ms < b.timestamp_ms;
  };
  if (!std::is_sorted(events.begin(), events.end(), earlier))
    return invalid_parameter(
        "Log events in a single PutLogEvents request must be in chronological order.");
  return {};
}

}  // namespace

answer<std::string> get_log_events(input& in, const caller& who, store& from) {
  const auto group = group_member(in, who);
  const auto name = in.required("logStreamName", rules::stream_name);
  auto options = common_options(in, false);
  options.backward = !in.flag("startFromHead");
  const auto token = in.text("nextToken", rules::token);
  TRY(in.check());
  if (token) TRY(apply_token(*token, options));
  (void)TRY(find_stream(from, who, group, name));
  options.streams = {name};
  const auto page = TRY(from.read(who.whose(), group, options));

  json_writer out;
  out.open("events", '[');
  for (const auto& e : page.events) {
    write_event(out.open_element(), e.event);
    out.close('}');
  }
  out.close(']');
  auto first = options.bound.value_or(position{options.from_ms});
  auto next = page.next.value_or(first);
  if (!page.events.empty()) {
    first = page.events.front().at;
    next = page.events.back().at;
    ++next.index;
  }
  out.text("nextForwardToken", token_of('f', next));
  out.text("nextBackwardToken", token_of('b', first));
  return std::move(out).finish();
}

answer<std::string> filter_log_events(input& in, const caller& who, store& from) {
  const auto group = group_member(in, who);
  auto options = common_options(in, true);
  options.streams = in.texts("logStreamNames", rules::stream_name, {.min = 1, .max = 100});
  options.stream_prefix = in.text("logStreamNamePrefix", rules::stream_name).value_or("");
  const auto pattern_text = in.text("filterPattern", rules::filter).value_or("");
  const auto token = in.text("nextToken", rules::token);
  TRY(in.check());
  if (options.streams && !options.stream_prefix.empty())
    return invalid_parameter(
        "logStreamNamePrefix and logStreamNames are mutually exclusive parameters.");
  auto pattern = filter_pattern::parse(pattern_text);
  if (!pattern) return invalid_parameter(std::move(pattern).error().what);
  if (!pattern->matches_everything())
    options.matches = [&](std::string_view message) { return pattern->matches(message); };
  if (token) {
    options.bound = parse_position(*token);
    if (!options.bound) return bad_token();
  }
  (void)TRY(find_group(from, who, group));
  for (const auto& name : options.streams.value_or(std::vector<std::string>{}))
    (void)TRY(find_stream(from, who, group, name));
  const auto page = TRY(from.read(who.whose(), group, options));

  json_writer out;
  out.open("events", '[');
  for (const auto& e : page.events) {
    out.open_element().text("logStreamName", e.stream);
    write_event(out, e.event);
    out.text("eventId", e.id).close('}');
  }
  out.close(']').open("searchedLogStreams", '[').close(']');
  if (page.next) out.text("nextToken", to_text(*page.next));
  return std::move(out).finish();
}

answer<std::string> put_log_events(input& in, const caller& who, store& to) {
  const auto group = in.required("logGroupName", rules::group_name);
  const auto name = in.required("logStreamName", rules::stream_name);
  auto events = in.events("logEvents");
  TRY(in.check());
  TRY(check_batch(events));
  (void)TRY(find_stream(to, who, group, name));
  const auto range =
      accepted(events, to.find_group(who.whose(), group)->retention_days, who.now_ms);
  const auto all = events.size();
  if (range.begin < range.end) {
    if (events[range.end - 1].timestamp_ms - events[range.begin].timestamp_ms > batch_span_max_ms)
      return invalid_parameter(
          "The batch of log events in a single PutLogEvents request cannot span more than 24 "
          "hours.");
    events.resize(range.end);
    events.erase(events.begin(), events.begin() + static_cast<std::ptrdiff_t>(range.begin));
    for (auto& e : events) e.ingestion_ms = who.now_ms;
    TRY(to.append(who.whose(), group, name, events));
  }
  json_writer out;
  out.text("nextSequenceToken", to_text({who.now_ms}));  // Clients of old ask for it.
  if (range.begin == 0 && range.end == all) return std::move(out).finish();
  out.open("rejectedLogEventsInfo", '{');
  const auto index = [](std::size_t at) { return static_cast<std::int64_t>(at); };
  if (range.end < all) out.number("tooNewLogEventStartIndex", index(range.end));
  if (range.too_old > 0) out.number("tooOldLogEventEndIndex", index(range.too_old));
  if (range.expired > range.too_old) out.number("expiredLogEventEndIndex", index(range.expired));
  return std::move(out.close('}')).finish();
}

}  // namespace lambent::logs
