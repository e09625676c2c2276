// What an invocation came to, as the engine hands it to the API. Values only.
#pragma once

#include <string>

namespace lambent::model {

struct invocation_outcome {
  std::string payload;           // The function's response, or the error object as JSON.
  bool function_error = false;   // The answer then carries X-Amz-Function-Error: Unhandled.
  std::string log_tail;          // The last limits::log_tail_bytes of the log, not yet encoded.
  std::string executed_version;  // "$LATEST" or a number.
  std::string request_id;        // Of the invocation; x-amzn-RequestId repeats it.
  std::string trace_id;          // X-Amzn-Trace-Id; empty when there is none.
};

}  // namespace lambent::model
