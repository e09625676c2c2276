// One request to the Lambda API after routing: which operation, for whom, with what.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/api/neighbours.hpp"
#include "engine/api/operation.hpp"
#include "engine/http/message.hpp"

namespace lambent::api {

struct call {
  const operation_info* operation = nullptr;
  std::vector<std::pair<std::string_view, std::string>> parameters;  // Of the path, decoded.
  std::vector<std::pair<std::string, std::string>> query;            // Decoded.
  http::request request;
  std::string account;
  std::string region;
  std::string request_id;
  std::int64_t now_ms = 0;  // Unix time of arrival.
  // What control_plane::take_image_to_find() and take_needs_to_check() asked for.
  std::optional<found_image> image;
  std::optional<checked_needs> needs;

  [[nodiscard]] std::string_view parameter(std::string_view name) const {
    for (const auto& [key, value] : parameters)
      if (key == name) return value;
    return {};
  }
  [[nodiscard]] std::optional<std::string_view> query_value(std::string_view name) const {
    for (const auto& [key, value] : query)
      if (key == name) return value;
    return std::nullopt;
  }
};

}  // namespace lambent::api
