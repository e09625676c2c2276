#include "subscription.hpp"

#include <lambent/json.hpp>

namespace lambent::telemetry {

namespace {

// https://docs.aws.amazon.com/lambda/latest/dg/telemetry-api-reference.html
using std::chrono::milliseconds;
constexpr milliseconds timeout_min{25};
constexpr milliseconds timeout_max{30'000};
constexpr std::size_t bytes_min = 262'144;
constexpr std::size_t bytes_max = 1'048'576;
constexpr std::size_t items_min = 1'000;
constexpr std::size_t items_max = 10'000;
constexpr std::uint16_t runtime_api_port = 9001;

std::string_view name_of(type which) noexcept {
  switch (which) {
    case type::platform:
      return "platform";
    case type::function:
      return "function";
    case type::extension:
      return "extension";
  }
  return {};
}

std::string out_of_range(std::string_view name, std::size_t value, std::size_t min,
                         std::size_t max) {
  return "subscribe to telemetry: buffering." + std::string(name) + " is " + std::to_string(value) +
         ", and AWS takes " + std::to_string(min) + " to " + std::to_string(max);
}

}  // namespace

std::string problem_of(const subscription& wanted) {
  if (wanted.types.empty()) {
    return "subscribe to telemetry: no types are given; AWS takes platform, function and extension";
  }
  for (const type which : wanted.types) {
    if (name_of(which).empty()) return "subscribe to telemetry: a type that is none of AWS's three";
  }
  const buffering& b = wanted.buffering;
  if (b.timeout < timeout_min || b.timeout > timeout_max) {
    return "subscribe to telemetry: buffering.timeout is " + std::to_string(b.timeout.count()) +
           " ms, and AWS takes 25 to 30000";
  }
  if (b.max_bytes < bytes_min || b.max_bytes > bytes_max) {
    return out_of_range("max_bytes", b.max_bytes, bytes_min, bytes_max);
  }
  if (b.max_items < items_min || b.max_items > items_max) {
    return out_of_range("max_items", b.max_items, items_min, items_max);
  }
  if (wanted.port == runtime_api_port) {
    return "subscribe to telemetry: port 9001 is the Runtime API's; 0 means any free port";
  }
  return {};
}

std::string_view path_of(source from) noexcept {
  return from == source::logs ? "/2020-08-15/logs" : "/2022-07-01/telemetry";
}

std::string_view schema_version_of(const subscription& wanted, bool managed_instances) noexcept {
  if (!wanted.schema_version.empty()) return wanted.schema_version;
  if (wanted.source == source::logs) return "2021-03-18";
  return managed_instances ? "2025-01-29" : "2022-12-13";
}

std::string subscription_body(const subscription& wanted, std::string_view schema_version,
                              std::uint16_t port) {
  std::string body;
  json::writer out(body);
  out.begin_object().name("schemaVersion").value(schema_version).name("types").begin_array();
  for (const type which : wanted.types) out.value(name_of(which));
  out.end_array().name("buffering").begin_object();
  out.name("timeoutMs").value(static_cast<std::int64_t>(wanted.buffering.timeout.count()));
  out.name("maxBytes").value(static_cast<std::uint64_t>(wanted.buffering.max_bytes));
  out.name("maxItems").value(static_cast<std::uint64_t>(wanted.buffering.max_items));
  out.end_object().name("destination").begin_object();
  if (wanted.protocol == protocol::tcp) {
    out.name("protocol").value("TCP").name("port").value(static_cast<std::uint64_t>(port));
  } else {
    const std::string uri = "http://" + wanted.destination_host + ":" + std::to_string(port);
    out.name("protocol").value("HTTP").name("URI").value(uri);
  }
  out.end_object().end_object();
  return body;
}

}  // namespace lambent::telemetry
