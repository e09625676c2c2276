// The events of InvokeWithResponseStream as frames of its answer.
// Source: https://docs.aws.amazon.com/lambda/latest/api/API_InvokeWithResponseStream.html
#pragma once

#include <string>
#include <string_view>

#include "engine/api/invoke.hpp"

namespace lambent::api {

// How a streamed invocation ended. What is empty is left out.
struct stream_completion {
  std::string error_code;
  std::string error_details;
  std::string log_result;  // The log's tail, not yet encoded.
};

[[nodiscard]] std::string payload_chunk(std::string_view bytes);
[[nodiscard]] std::string invoke_complete(const stream_completion& how);

// Status and headers of the answer.
[[nodiscard]] http::response stream_head(const invoke_request& request, std::string_view trace_id);

}  // namespace lambent::api
