#include "engine/front/event_stream_response.hpp"

#include <utility>

#include "engine/api/respond.hpp"
#include "engine/api/response_stream.hpp"
#include "engine/front/refusal.hpp"

namespace lambent::engine {

void event_stream_response::begin(std::string_view) {
  writer_ = call_.respond_in_pieces(api::stream_head(request_, trace_id_));
}

bool event_stream_response::write(std::string_view bytes) {
  return writer_.write(api::payload_chunk(bytes));
}

void event_stream_response::when_room(std::move_only_function<void()> then) {
  writer_.when_room(std::move(then));
}

void event_stream_response::complete(environment::invocation_result&& result) {
  const bool streamed = writer_.open();
  auto refusal = refusal_of(result);
  if (refusal && !streamed) return call_.respond(api::to_response(*refusal, request_.request_id));
  if (!streamed) begin({});
  api::stream_completion how;
  how.log_result = std::move(result.log_tail);
  if (refusal) {
    how.error_code = model::describe(refusal->code).name;
    how.error_details = std::move(refusal->message);
  } else if (result.outcome.function_error) {
    // Before the stream, an error is what Invoke tells in X-Amz-Function-Error.
    how.error_code = streamed ? std::move(result.outcome.error_type) : "Unhandled";
    how.error_details = std::move(result.outcome.payload);
  } else if (!streamed) {
    writer_.write(api::payload_chunk(result.outcome.payload));
  }
  writer_.finish(api::invoke_complete(how));
}

}  // namespace lambent::engine
