#include <lambent/metrics.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <utility>

#include "../current_invocation.hpp"
#include "../json/text.hpp"
#include "log_output.hpp"

namespace lambent::metrics {

namespace {

constexpr std::size_t metrics_of_event_max = 100;
constexpr std::size_t values_of_metric_max = 100;
constexpr std::size_t dimensions_max = 30;
constexpr std::size_t name_bytes_max = 1024;
constexpr std::size_t namespace_bytes_max = 256;
constexpr std::size_t no_limit = log::record_bytes_max;

constexpr std::array<std::string_view, 13> unit_names{
    "None",      "Seconds",      "Milliseconds", "Microseconds", "Bytes",
    "Kilobytes", "Megabytes",    "Gigabytes",    "Bits",         "Percent",
    "Count",     "Bytes/Second", "Count/Second"};

std::string quoted(std::string_view text) {
  std::string out;
  json_text::append_string(out, text, no_limit);
  return out;
}

void append_member(std::string& out, std::string_view name, std::string_view json) {
  out.append(",").append(quoted(name)).append(":").append(json);
}

// One value stands alone, several in a list.
std::string json_of(std::span<const double> values) {
  std::string out;
  if (values.size() != 1) out += '[';
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) out += ',';
    log::append_value(out, values[i], no_limit);
  }
  if (values.size() != 1) out += ']';
  return out;
}

// The element of this name, or the end.
template <class List>
auto find_named(List& list, std::string_view name) {
  return std::find_if(list.begin(), list.end(),
                      [name](const auto& each) { return each.name == name; });
}

bool is_namespace(std::string_view name) {
  return !name.empty() && name.size() <= namespace_bytes_max;
}

}  // namespace

void batch::refuse(std::string_view name, const char* why) {
  constexpr std::size_t shown_bytes_max = 64;
  problems_.push_back(std::string(name.substr(0, shown_bytes_max)) + ": " + why);
}

bool batch::is_taken(std::string_view name) const {
  const auto in = [name](const auto& list) { return find_named(list, name) != list.end(); };
  return name == "_aws" || in(dimensions_) || in(properties_) || in(metrics_);
}

batch& batch::dimension(std::string_view name, std::string_view value) {
  const auto same = find_named(dimensions_, name);
  if (value.empty() || value.size() > name_bytes_max) {
    refuse(name, "a dimension's value has 1 to 1024 bytes");
  } else if (same != dimensions_.end()) {
    same->json = quoted(value);
  } else if (name.empty() || name.size() > name_bytes_max) {
    refuse(name, "a dimension's name has 1 to 1024 bytes");
  } else if (is_taken(name)) {
    refuse(name, "the name is taken");
  } else if (dimensions_.size() == dimensions_max) {
    refuse(name, "there are 30 dimensions already");
  } else {
    dimensions_.push_back({std::string(name), quoted(value)});
  }
  return *this;
}

batch& batch::add(std::string_view name, double value, unit what, resolution kept) {
  const auto same = find_named(metrics_, name);
  if (!std::isfinite(value)) {
    refuse(name, "the value is not a finite number");
  } else if (same != metrics_.end() && (same->what != what || same->kept != kept)) {
    refuse(name, "it has another unit or resolution already");
  } else if (same != metrics_.end()) {
    same->values.push_back(value);
  } else if (name.empty() || name.size() > name_bytes_max) {
    refuse(name, "a metric's name has 1 to 1024 bytes");
  } else if (is_taken(name)) {
    refuse(name, "the name is taken");
  } else {
    metrics_.push_back({std::string(name), what, kept, {value}});
  }
  return *this;
}

batch& batch::property(std::string_view name, const log::value& content) {
  std::string json;
  log::append_value(json, content, no_limit);
  const auto same = find_named(properties_, name);
  if (same != properties_.end()) {
    same->json = std::move(json);
  } else if (is_taken(name)) {
    refuse(name, "the name is taken");
  } else {
    properties_.push_back({std::string(name), std::move(json)});
  }
  return *this;
}

std::vector<std::string> batch::events(std::chrono::system_clock::time_point at,
                                       std::string_view request_id) const {
  using std::chrono::duration_cast;
  using std::chrono::milliseconds;
  std::vector<std::string> made;
  if (!is_namespace(name_space_)) return made;

  std::string begin = "{\"_aws\":{\"Timestamp\":";
  log::append_value(begin, duration_cast<milliseconds>(at.time_since_epoch()).count(), no_limit);
  begin += ",\"CloudWatchMetrics\":[{\"Namespace\":" + quoted(name_space_) + ",\"Dimensions\":[[";
  std::string beside;
  for (const member& d : dimensions_) {
    if (&d != &dimensions_.front()) begin += ',';
    begin += quoted(d.name);
    append_member(beside, d.name, d.json);
  }
  begin += "]],\"Metrics\":[";
  if (!request_id.empty() && !is_taken("requestId")) {
    append_member(beside, "requestId", quoted(request_id));
  }
  for (const member& p : properties_) append_member(beside, p.name, p.json);

  // Rounds: of each metric as many values as one event takes, and of these as many as it takes.
  for (std::size_t from = 0;; from += values_of_metric_max) {
    std::string definitions, members;
    std::size_t count = 0;
    const auto finish = [&] {
      if (count > 0) {
        std::string& event = made.emplace_back(begin);
        event.append(definitions).append("]}]}").append(beside).append(members).append("}");
      }
      definitions.clear();
      members.clear();
      count = 0;
    };
    bool any = false;
    for (const metric& m : metrics_) {
      if (m.values.size() <= from) continue;
      any = true;
      if (count > 0) definitions += ',';
      definitions.append("{\"Name\":").append(quoted(m.name)).append(",\"Unit\":\"");
      definitions += unit_names[static_cast<std::size_t>(m.what)];
      definitions += m.kept == resolution::high ? "\",\"StorageResolution\":1}" : "\"}";
      const std::size_t size = std::min(m.values.size() - from, values_of_metric_max);
      append_member(members, m.name, json_of(std::span(m.values).subspan(from, size)));
      if (++count == metrics_of_event_max) finish();
    }
    finish();
    if (!any) return made;
  }
}

void batch::write() {
  if (!is_namespace(name_space_)) {
    refuse(name_space_, "a namespace has 1 to 256 bytes, so no metric was written");
  }
  const context* about = current_invocation();
  const std::int64_t now = log::now_us();
  const std::chrono::system_clock::time_point at{std::chrono::microseconds(now)};
  for (std::string& event : events(at, about == nullptr ? std::string_view() : about->request_id)) {
    if (event.size() > log::record_bytes_max) {
      refuse("an event of metrics", "it is larger than Lambda takes");
      continue;
    }
    log::write_event({log::format::json, log::level::info, now}, event);
  }
  for (const std::string& problem : problems_) {
    log::warn("left out of the metrics", {{"what", problem}, {"namespace", name_space_}});
  }
  metrics_.clear();
  properties_.clear();
  problems_.clear();
}

}  // namespace lambent::metrics
