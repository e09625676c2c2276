// The event that a function gets for an HTTP request: payload format 2.0 of function URLs and of
// API Gateway's HTTP APIs. Values in, JSON out.
// Source: https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-request-payload
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/http/message.hpp"

namespace lambent::url {

// A caller that signed its request (AWS_IAM).
struct iam_caller {
  std::string access_key;
  std::string account;
};

// What is not in the request itself.
struct event_context {
  std::string_view target;  // Path and query as the function sees them, still encoded.
  std::string_view api_id;  // The URL's id; the function's name where it has none.
  std::string_view owner_account;
  std::string_view request_id;
  std::string_view trace_id;  // X-Amzn-Trace-Id: "Root=1-…".
  std::string_view source_ip;
  std::int64_t now_ms = 0;  // Unix time of arrival.
  std::string_view route_key = "$default";
  std::vector<std::pair<std::string, std::string>> path_parameters;  // Decoded.
  std::optional<iam_caller> signer;
};

[[nodiscard]] std::string make_event(const http::request& request, const event_context& context);

// Whether a body of this Content-Type is text in the event; base64 otherwise.
[[nodiscard]] bool is_text_type(std::string_view content_type);

}  // namespace lambent::url
