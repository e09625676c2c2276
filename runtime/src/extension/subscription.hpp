// What is sent to subscribe to telemetry, and AWS's limits on it. Pure.
#pragma once

#include <lambent/telemetry.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace lambent::telemetry {

[[nodiscard]] std::string_view path_of(source from) noexcept;

// The version asked for, or the newest that this kind of instance takes.
[[nodiscard]] std::string_view schema_version_of(const subscription& wanted,
                                                 bool managed_instances) noexcept;

// The request's body; records are to arrive at `port`.
[[nodiscard]] std::string subscription_body(const subscription& wanted,
                                            std::string_view schema_version, std::uint16_t port);

}  // namespace lambent::telemetry
