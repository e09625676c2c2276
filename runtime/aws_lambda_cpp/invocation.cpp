#include "invocation.hpp"

#include <utility>

#include "../src/error/error_report.hpp"

namespace aws::lambda_runtime {

void fill(invocation_request& request, std::string_view event, const lambent::context& about) {
  request.payload.assign(event);
  request.request_id.assign(about.request_id);
  request.xray_trace_id.assign(about.trace_id);
  request.client_context.assign(about.client_context);
  request.cognito_identity.assign(about.cognito_identity);
  request.function_arn.assign(about.invoked_function_arn);
  request.content_type.assign(about.content_type);
  request.deadline = about.deadline;
  request.tenant_id.assign(about.tenant_id);
}

std::string_view sent_content_type(const invocation_response& response) noexcept {
  const std::string& own = response.get_content_type();
  return own.empty() ? std::string_view("text/html") : own;
}

invocation_response invocation_response::success(std::string payload, std::string content_type) {
  invocation_response made({}, {}, true);
  made.payload_ = std::move(payload);
  made.content_type_ = std::move(content_type);
  return made;
}

invocation_response invocation_response::failure(const std::string& error_message,
                                                 const std::string& error_type) {
  invocation_response made({}, "application/json", false);
  made.payload_ = lambent::error_body({error_type, error_message});
  made.error_type_ = error_type;
  return made;
}

}  // namespace aws::lambda_runtime
