// X-Ray's tracing header for invocations whose callers bring none.
// https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
#pragma once

#include <cstdint>
#include <string>

namespace lambent::engine {

// "Root=1-…;Parent=…;Sampled=0": a trace of its own that X-Ray would not sample.
[[nodiscard]] std::string new_trace(std::int64_t now_ms);

}  // namespace lambent::engine
