// Where the response of an invocation goes whose client takes it as it comes. Loop thread.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

namespace lambent::environment {

class response_sink {
public:
  virtual ~response_sink() = default;
  // The function answers with a stream; `content_type` is the one that its runtime named, or empty.
  // Without this call it answers whole, and the invocation's outcome has the payload.
  virtual void begin(std::string_view content_type) = 0;
  // The next bytes of the stream, which are gone after the call. False: the client lags.
  [[nodiscard]] virtual bool write(std::string_view bytes) = 0;
  // Calls `then` once, when the client has caught up or is gone; not within this call.
  virtual void when_room(std::move_only_function<void()> then) = 0;
};
// Owners: the invocation's caller until the outcome is there, and the invocation.
using response_sink_ptr = std::shared_ptr<response_sink>;

}  // namespace lambent::environment
