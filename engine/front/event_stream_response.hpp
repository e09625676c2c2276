// The answer to one InvokeWithResponseStream: the function's bytes as they come, in frames of an
// event stream. A function that answers whole gives one chunk.
#pragma once

#include <string>

#include "engine/api/invoke.hpp"
#include "engine/environment/fleet.hpp"
#include "engine/environment/response_sink.hpp"
#include "engine/http/exchange.hpp"

namespace lambent::engine {

class event_stream_response final : public environment::response_sink {
public:
  event_stream_response(http::exchange&& call, api::invoke_request&& request, std::string trace_id)
      : call_(std::move(call)), request_(std::move(request)), trace_id_(std::move(trace_id)) {}

  void begin(std::string_view content_type) override;
  [[nodiscard]] bool write(std::string_view bytes) override;
  void when_room(std::move_only_function<void()> then) override;

  void complete(environment::invocation_result&& result);

private:
  http::exchange call_;
  api::invoke_request request_;
  std::string trace_id_;
  http::response_writer writer_;
};

}  // namespace lambent::engine
