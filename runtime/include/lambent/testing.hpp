// For the tests of functions: a handler called with an event, in this process, and a Runtime API on
// loopback that serves whole programs. Neither knows a test framework.
#pragma once

#include <lambent/detail/handler.hpp>
#include <lambent/failure.hpp>
#include <lambent/runtime.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace lambent::testing {

/// What a function answered one event with.
struct answer {
  std::string body = {};          ///< The reply, or what was streamed before an error.
  std::string content_type = {};  ///< Of the reply.
  bool streamed = false;
  /// Set when the invocation failed: errorType and errorMessage, as its caller sees them.
  std::optional<failure> error = std::nullopt;

  [[nodiscard]] bool ok() const noexcept { return !error.has_value(); }
};

/// One invocation that a runtime_api hands out.
struct invocation {
  std::string event = "{}";
  std::string request_id = {};  ///< Empty: one is made.
  std::string invoked_function_arn = "arn:aws:lambda:us-east-1:000000000000:function:test";
  std::string trace_id = {};
  std::string client_context = {};    ///< JSON.
  std::string cognito_identity = {};  ///< JSON.
  std::string tenant_id = {};
  std::chrono::milliseconds timeout{3000};
};

/// A Lambda Runtime API for tests, on loopback: it listens as long as it lives. Any number of
/// functions may connect. Not for several threads at once.
///
///     lambent::testing::runtime_api api;
///     start_my_function({"AWS_LAMBDA_RUNTIME_API=" + api.address()});
///     auto answer = api.invoke(R"({"id":7})");
class runtime_api {
public:
  /// Throws nothing: when it cannot listen, address() is empty and problem() says why.
  runtime_api();
  ~runtime_api();
  runtime_api(const runtime_api&) = delete;
  runtime_api& operator=(const runtime_api&) = delete;

  /// "127.0.0.1:PORT", for AWS_LAMBDA_RUNTIME_API or runtime::options::api.
  [[nodiscard]] const std::string& address() const noexcept;
  [[nodiscard]] const std::string& problem() const noexcept;

  /// Queues an invocation; the next GET takes it. Returns its request id.
  std::string push(invocation what);
  std::string push(std::string_view event) { return push({.event = std::string(event)}); }

  /// The answer to it, once; empty when none came in time.
  [[nodiscard]] std::optional<answer> wait(
      std::string_view request_id, std::chrono::milliseconds limit = std::chrono::seconds(5));

  /// Both in one. An answer that did not come in time is the error Sandbox.Timedout.
  [[nodiscard]] answer invoke(invocation what,
                              std::chrono::milliseconds limit = std::chrono::seconds(5));
  [[nodiscard]] answer invoke(std::string_view event,
                              std::chrono::milliseconds limit = std::chrono::seconds(5)) {
    return invoke({.event = std::string(event)}, limit);
  }

  /// What a function reported instead of asking for events; empty when nothing came in time.
  [[nodiscard]] std::optional<failure> wait_for_init_error(
      std::chrono::milliseconds limit = std::chrono::seconds(5));

private:
  struct state;
  std::unique_ptr<state> state_;
};

namespace detail {

answer call_once(lambent::detail::function& what, invocation with);

}  // namespace detail

/// What `lambent::run(handler)` answers one event with: decoded, called and encoded on this thread,
/// with what it throws caught in the same way. The context has what the invocation says, and of the
/// environment what the test's own process has. The handler is copied unless it is an rvalue.
///
///     auto answer = lambent::testing::call(handler, R"({"side":12})");
///     CHECK(answer.body == R"({"area":144})");
template <class F>
[[nodiscard]] answer call(F&& handler, invocation with) {
  static_assert(lambent::detail::handler<std::decay_t<F>>,
                "lambent::testing::call: this is no handler that lambent::run would take");
  lambent::detail::handler_function<F> adapter(std::forward<F>(handler));
  return detail::call_once(adapter, std::move(with));
}
template <class F>
[[nodiscard]] answer call(F&& handler, std::string_view event) {
  return testing::call(std::forward<F>(handler), invocation{.event = std::string(event)});
}

}  // namespace lambent::testing
