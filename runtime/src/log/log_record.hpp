// A log record as bytes. Pure: no clock, no environment, no descriptor; log.cpp has those.
#pragma once

#include <lambent/log.hpp>

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace lambent::log {

enum class format : std::uint8_t { text, json };

struct record {
  level weight = level::info;
  std::int64_t unix_us = 0;
  std::string_view message;
  std::initializer_list<field> fields;
  std::string_view request_id;  // Empty: none, and left out.
  std::string_view tenant_id;
};

// A record and its line end, as Lambda takes an event of a log.
inline constexpr std::size_t record_bytes_max = 256 * 1024 - 26;

// Appends the record without a line end; in JSON it is one line.
void append_record(std::string& out, format shape, const record& what);

// Appends the value as JSON; text is cut with an ellipsis before it takes more than `bytes_max`.
void append_value(std::string& out, const value& v, std::size_t bytes_max);

// Lambda ends an event at a line feed; what is to stay one event has carriage returns there.
void keep_as_one_event(std::string& text);

// The names that AWS_LAMBDA_LOG_FORMAT and AWS_LAMBDA_LOG_LEVEL have; anything else is the default.
[[nodiscard]] format format_named(std::string_view name) noexcept;
[[nodiscard]] level level_named(std::string_view name) noexcept;

// The head of a frame on the telemetry descriptor, as AWS's runtime interface clients write it.
using frame_head = std::array<unsigned char, 16>;
[[nodiscard]] frame_head head_of_frame(format shape, level weight, std::int64_t unix_us,
                                       std::size_t bytes) noexcept;

}  // namespace lambent::log
