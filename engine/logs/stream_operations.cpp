// Operations on log streams.
#include <algorithm>
#include <charconv>

#include "engine/logs/operation_table.hpp"

namespace lambent::logs {
namespace {

constexpr std::int64_t page_streams_max = 50;
constexpr text_rule order_rule{.chars_min = 0, .values = "[LogStreamName, LastEventTime]"};

// What the pages of a listing are ordered by; as a token, where the next one begins.
struct stream_key {
  std::int64_t last_event_ms = 0;  // 0 where the order is by name.
  std::string_view name;

  friend auto operator<=>(const stream_key&, const stream_key&) = default;
};

std::string to_token(const stream_key& key) {
  return std::to_string(key.last_event_ms) + "/" + std::string(key.name);
}

std::optional<stream_key> parse_token(std::string_view token) {
  stream_key key;
  const auto* end = token.data() + token.size();
  const auto parsed = std::from_chars(token.data(), end, key.last_event_ms);
  if (parsed.ec != std::errc{} || parsed.ptr == end || *parsed.ptr != '/') return {};
  key.name = token.substr(static_cast<std::size_t>(parsed.ptr + 1 - token.data()));
  return key;
}

void write_stream(json_writer& out, const caller& who, std::string_view group, const stream& s) {
  out.open_element().text("logStreamName", s.name).number("creationTime", s.created_ms);
  if (s.first_event_ms) out.number("firstEventTimestamp", *s.first_event_ms);
  if (s.last_event_ms) out.number("lastEventTimestamp", *s.last_event_ms);
  if (s.last_ingestion_ms) {
    out.number("lastIngestionTime", *s.last_ingestion_ms);
    out.text("uploadSequenceToken", to_text({*s.last_ingestion_ms}));
  }
  out.text("arn", group_arn(who, group) + ":log-stream:" + s.name);
  out.number("storedBytes", 0).close('}');  // As AWS has it since 2019, whatever is stored.
}

}  // namespace

answer<std::string> describe_log_streams(input& in, const caller& who, store& from) {
  const auto name = group_member(in, who);
  const auto prefix = in.text("logStreamNamePrefix", rules::stream_name).value_or("");
  const bool by_time = in.text("orderBy", order_rule).value_or("") == "LastEventTime";
  const bool descending = in.flag("descending");
  const auto limit = in.number("limit", {.min = 1, .max = page_streams_max});
  const auto token = in.text("nextToken", rules::token);
  TRY(in.check());
  if (by_time && !prefix.empty())
    return invalid_parameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
  const auto after = token ? parse_token(*token) : std::nullopt;
  if (token && !after) return invalid_parameter("The specified nextToken is invalid.");
  (void)TRY(find_group(from, who, name));

  const auto key_of = [&](const stream* s) {
    return stream_key{by_time ? s->last_event_ms.value_or(0) : 0, s->name};
  };
  const auto before = [&](const stream_key& a, const stream_key& b) {
    return descending ? b < a : a < b;
  };
  auto streams = from.streams(who.whose(), name, prefix);
  if (after) std::erase_if(streams, [&](const stream* s) { return !before(*after, key_of(s)); });
  const auto shown =
      std::min(streams.size(), static_cast<std::size_t>(limit.value_or(page_streams_max)));
  const auto end = streams.begin() + static_cast<std::ptrdiff_t>(shown);
  std::partial_sort(streams.begin(), end, streams.end(),
                    [&](const stream* a, const stream* b) { return before(key_of(a), key_of(b)); });
  json_writer out;
  out.open("logStreams", '[');
  for (auto s = streams.begin(); s != end; ++s) write_stream(out, who, name, **s);
  out.close(']');
  if (shown < streams.size()) out.text("nextToken", to_token(key_of(streams[shown - 1])));
  return std::move(out).finish();
}

answer<std::string> create_log_stream(input& in, const caller& who, store& to) {
  const auto group = in.required("logGroupName", rules::group_name);
  const auto name = in.required("logStreamName", rules::stream_name);
  TRY(in.check());
  (void)TRY(find_group(to, who, group));
  if (to.find_stream(who.whose(), group, name))
    return refuse("ResourceAlreadyExistsException", "The specified log stream already exists");
  TRY(to.create_stream(who.whose(), group, name, who.now_ms));
  return std::string(no_members);
}

answer<std::string> delete_log_stream(input& in, const caller& who, store& to) {
  const auto group = in.required("logGroupName", rules::group_name);
  const auto name = in.required("logStreamName", rules::stream_name);
  TRY(in.check());
  (void)TRY(find_stream(to, who, group, name));
  TRY(to.delete_stream(who.whose(), group, name));
  return std::string(no_members);
}

}  // namespace lambent::logs
