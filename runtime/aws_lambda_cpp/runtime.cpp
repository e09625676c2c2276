// aws-lambda-cpp's class `runtime` on Lambent's.
#include <aws/lambda-runtime/runtime.h>
#include <lambent/runtime.hpp>

#include <string_view>

#include "invocation.hpp"

namespace aws::lambda_runtime {

namespace {

lambent::runtime::options towards(std::string_view endpoint) {
  constexpr std::string_view scheme = "http://";
  if (endpoint.starts_with(scheme)) endpoint.remove_prefix(scheme.size());
  return {.api = std::string(endpoint)};
}

http::response_code code_of(int http_status) noexcept {
  return http_status == 0 ? http::response_code::REQUEST_NOT_MADE
                          : static_cast<http::response_code>(http_status);
}

}  // namespace

runtime::runtime(const std::string& endpoint)
    : api_(std::make_unique<lambent::runtime>(towards(endpoint))) {}
runtime::runtime(const std::string& endpoint, const std::string&) : runtime(endpoint) {}
runtime::~runtime() = default;

runtime::next_outcome runtime::get_next() {
  // What makes no sense, as an answer without a request id, is no answer, whatever its status.
  if (api_->next() != lambent::status::ok) {
    const int http_status = api_->http_status();
    return http_status == 200 ? http::response_code::REQUEST_NOT_MADE : code_of(http_status);
  }
  invocation_request request;
  fill(request, api_->event(), api_->current());
  return request;
}

template <class Send>
runtime::post_outcome runtime::answer(const std::string& request_id, const Send& send) {
  if (request_id != api_->current().request_id) return http::response_code::BAD_REQUEST;
  if (send() == lambent::status::ok) return no_result{};
  return code_of(api_->http_status());
}

runtime::post_outcome runtime::post_success(const std::string& request_id,
                                            const invocation_response& response) {
  return answer(request_id,
                [&] { return api_->reply(response.get_payload(), sent_content_type(response)); });
}

runtime::post_outcome runtime::post_failure(const std::string& request_id,
                                            const invocation_response& response) {
  return answer(request_id, [&] {
    return api_->fail_with_body(response.get_error_type(), response.get_payload(),
                                sent_content_type(response));
  });
}

}  // namespace aws::lambda_runtime
