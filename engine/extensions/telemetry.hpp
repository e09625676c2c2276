// What the Telemetry API and the Logs API before it deliver, to whom and how: values alone.
// Source: https://docs.aws.amazon.com/lambda/latest/dg/telemetry-api.html and
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-logs-api.html
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lambent::extensions {

// Whose record it is; what subscriptions call a type.
enum class source : std::uint8_t { platform, function, extension };
enum class telemetry_api : std::uint8_t { telemetry, logs };
// Some records exist in one of the two APIs alone.
enum class audience : std::uint8_t { everybody, telemetry, logs };

struct record {
  source from = source::platform;
  audience to = audience::everybody;
  std::string json;  // {"time":…,"type":…,"record":…}
  // The same with text for `record`, of a line that is an object in `json`; else empty.
  std::string json_as_text = {};
};

struct buffering {
  std::chrono::milliseconds timeout{1'000};
  std::size_t bytes_max = 262'144;
  std::size_t items_max = 10'000;
};

inline constexpr std::chrono::milliseconds buffering_timeout_min{25}, buffering_timeout_max{30'000};
inline constexpr std::size_t buffering_bytes_min = 262'144, buffering_bytes_max = 1'048'576;
inline constexpr std::size_t buffering_items_min = 1'000, buffering_items_max = 10'000;

enum class protocol : std::uint8_t { http, tcp };

struct destination {
  extensions::protocol protocol = protocol::http;
  std::uint16_t port = 0;  // On the sandbox's loopback.
  std::string path = "/";  // Of HTTP, as is
  std::string method = "POST";
};

struct subscription {
  telemetry_api api = telemetry_api::telemetry;
  bool platform = false, function = false, extension = false;
  bool objects = true;  // Takes lines that are JSON as that; schemas before 2022-12-13 do not.
  extensions::buffering buffering;
  extensions::destination destination;

  [[nodiscard]] bool wants(const record& r) const {
    const bool theirs = r.to == audience::everybody ||
                        (r.to == audience::telemetry) == (api == telemetry_api::telemetry);
    return theirs && (r.from == source::platform   ? platform
                      : r.from == source::function ? function
                                                   : extension);
  }
  [[nodiscard]] std::string_view form_of(const record& r) const {
    return objects || r.json_as_text.empty() ? r.json : r.json_as_text;
  }
};

// "platform", …, in this order.
[[nodiscard]] std::vector<std::string_view> types_of(const subscription& s);

// A line that a function or an extension wrote, at this time ("2026-01-31T12:00:00.000Z"). With
// `as_json`, one that is a JSON object is kept as that.
[[nodiscard]] record line_record(source from, std::string_view time, std::string_view line,
                                 bool as_json);

}  // namespace lambent::extensions
