// A function written for aws-lambda-cpp, C++11, that shows what a program can see of it. The event
// names what to do.
#include <aws/lambda-runtime/runtime.h>
#include <aws/lambda-runtime/version.h>
#include <aws/logging/logging.h>

#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <string>

using namespace aws::lambda_runtime;

#if __cplusplus != 201103L
#error "this project is C++11"
#endif

static char const TAG[] = "ORDERS";

static invocation_response describe(invocation_request const& request) {
  std::string text = request.request_id + "|" + request.xray_trace_id + "|" +
                     request.client_context + "|" + request.cognito_identity + "|" +
                     request.function_arn + "|" + request.content_type + "|" + request.tenant_id;
  bool const in_time = request.get_time_remaining() > std::chrono::milliseconds(0) &&
                       request.deadline > std::chrono::system_clock::now();
  return invocation_response::success(text + (in_time ? "|in time" : "|late"), "text/plain");
}

static invocation_response handle(invocation_request const& request) {
  if (request.payload == "describe") return describe(request);
  if (request.payload == "fail") return invocation_response::failure("no such order", "NotFound");
  if (request.payload == "umlaut") return invocation_response::failure("größer", "NotFound");
  if (request.payload == "own error") {
    return invocation_response(R"({"errorMessage":"m","errorType":"Own","code":7})",
                               "application/json", false);
  }
  if (request.payload == "throw") throw std::out_of_range("order 7");
  if (request.payload == "log") {
    aws::logging::log_info(TAG, "order %d of %s", 7, "Ada");
    aws::logging::log_debug(TAG, "never %s", "compiled");
    aws::logging::log_error(TAG, "out of %s", "stock");
  }
  return invocation_response::success("{\"echo\":" + request.payload + "}", "application/json");
}

int main() {
  if (std::strlen(get_version()) == 0) return 9;
  run_handler(handle);
  std::puts("the loop returned");
  return 0;
}
