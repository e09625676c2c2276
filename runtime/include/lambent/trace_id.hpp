// The X-Ray trace id of the calling thread's invocation, for libraries that pass it on. Unlike the
// environment variable _X_AMZN_TRACE_ID it is right also where invocations run side by side.
#pragma once

#include <string_view>

namespace lambent {

/// The value of Lambda-Runtime-Trace-Id of the invocation that the calling thread works on; empty
/// without one. The thread that runs the handler has it; a thread that the handler starts has it
/// inside a lambent::log::invocation_scope. Valid until the handler returns.
/// Source: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
[[nodiscard]] std::string_view current_trace_id() noexcept;

}  // namespace lambent
