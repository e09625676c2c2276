// What extensions send to the Extensions and the Telemetry API, read from the outside: bodies and
// headers in, values or AWS's refusals out.
// Source: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html and
// https://docs.aws.amazon.com/lambda/latest/dg/telemetry-api-reference.html
#pragma once

#include <cstddef>
#include <expected>
#include <string_view>

#include "engine/extensions/roster.hpp"

namespace lambent::extensions {

inline constexpr std::size_t request_bytes_max = 64 * 1024;  // Ours: bodies of a few hundred bytes.
inline constexpr std::size_t request_nesting_max = 16;

// The body of POST /2020-01-01/extension/register.
[[nodiscard]] std::expected<events, refusal> read_registration(std::string_view body);
// Whether the header Lambda-Extension-Accept-Feature asks for the account's number.
[[nodiscard]] bool accepts_account_id(std::string_view features);

}  // namespace lambent::extensions
