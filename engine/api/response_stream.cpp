#include "engine/api/response_stream.hpp"

#include <array>

#include "base/base64.hpp"
#include "base/json_string.hpp"
#include "engine/http/event_stream.hpp"

namespace lambent::api {
namespace {

std::string event(std::string_view type, std::string_view content_type, std::string_view payload) {
  const std::array headers{http::event_header{":message-type", "event"},
                           http::event_header{":event-type", type},
                           http::event_header{":content-type", content_type}};
  return http::event_message(headers, payload);
}

void add_given(std::string& members, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  if (!members.empty()) members += ',';
  members += json_string(name) + ':' + json_string(value);
}

}  // namespace

std::string payload_chunk(std::string_view bytes) {
  return event("PayloadChunk", "application/octet-stream", bytes);
}

std::string invoke_complete(const stream_completion& how) {
  std::string members;
  add_given(members, "ErrorCode", how.error_code);
  add_given(members, "ErrorDetails", how.error_details);
  add_given(members, "LogResult", base64_encode(how.log_result));
  return event("InvokeComplete", "application/json", "{" + members + "}");
}

http::response stream_head(const invoke_request& request, std::string_view trace_id) {
  http::response head;
  head.headers.add("Content-Type", "application/vnd.amazon.eventstream");
  head.headers.add("x-amzn-RequestId", request.request_id);
  head.headers.add("X-Amz-Executed-Version", request.function->version);
  head.headers.add("X-Amzn-Trace-Id", trace_id);
  mark_emulated(head, *request.function);
  return head;
}

}  // namespace lambent::api
