// Reads an Invoke or InvokeWithResponseStream request into what the dispatcher needs, and turns
// what came of it into the answer. Pure: it looks functions up in the registry and runs nothing.
// Event-loop thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/api/call.hpp"
#include "engine/api/registry.hpp"
#include "engine/model/error.hpp"
#include "engine/model/invocation.hpp"

namespace lambent::api {

inline constexpr std::string_view invoke_with_response_stream = "InvokeWithResponseStream";
[[nodiscard]] inline bool invokes(const operation_info& operation) {
  return operation.name == "Invoke" || operation.name == invoke_with_response_stream;
}
// As AWS's texts name the operation.
[[nodiscard]] constexpr std::string_view invoke_operation(std::string_view name) {
  return name == "Invoke" ? "InvokeFunction" : name;
}

enum class invocation_type : std::uint8_t { request_response, dry_run };

struct invoke_request {
  model::function_ptr function;  // The version that runs.
  invocation_type type = invocation_type::request_response;
  bool tail = false;           // X-Amz-Log-Type: Tail.
  std::string client_context;  // JSON, decoded; empty when not given.
  std::string payload;         // JSON; "{}" when the caller sent nothing.
  std::string invoked_arn;     // Qualified when the caller qualified it.
  std::string trace_id;        // X-Amzn-Trace-Id as given, or empty.
  std::string request_id;
};

// Every refusal of AWS in its order: constraints, size, existence, payload, state. `choice` is a
// random number from 0 up to but not 1, by which an alias with weights chooses the version.
[[nodiscard]] model::answer<invoke_request> read_invoke(call&& request, const registry& known,
                                                        double choice);

// Refuses a function that is not active yet, or never will be.
[[nodiscard]] model::answer<> check_state(const model::function& function);

// Adds X-Lambent-Emulated, with the function's architecture, where that is not this machine's: the
// times it takes say nothing of Lambda's. AWS has no such header, and clients pass it over.
void mark_emulated(http::response& answer, const model::function& function);

[[nodiscard]] http::response invoke_response(const invoke_request& request,
                                             model::invocation_outcome&& outcome);
[[nodiscard]] http::response dry_run_response(const invoke_request& request);  // 204.

}  // namespace lambent::api
