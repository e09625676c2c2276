// aws-lambda-cpp's handler and loop on Lambent's: the same loop as lambent::run, so that
// exceptions, crashes and refused answers are treated alike.
#include <aws/lambda-runtime/runtime.h>
#include <lambent/lambent.hpp>

#include <optional>

#include "invocation.hpp"

namespace aws::lambda_runtime {

namespace {

using handler_type = std::function<invocation_response(const invocation_request&)>;

class adapter final : public lambent::detail::function {
public:
  explicit adapter(const handler_type& handle) : handle_(handle) {}

  void call(lambent::runtime& api, lambent::detail::answer& out) override {
    fill(request_, api.event(), api.current());
    // Kept, because it is sent from where it is.
    response_.emplace(handle_(request_));
    if (response_->is_success()) {
      out.view(response_->get_payload(), sent_content_type(*response_));
    } else {
      out.fail_with_body(response_->get_error_type(), response_->get_payload(),
                         sent_content_type(*response_));
    }
  }

private:
  const handler_type& handle_;
  invocation_request request_;  // Its strings' memory is reused.
  std::optional<invocation_response> response_;
};

}  // namespace

void run_handler(const handler_type& handler) {
  adapter served(handler);
  // aws-lambda-cpp returns too when the Runtime API is gone, and leaves the exit code to main.
  (void)lambent::detail::serve_function(served, {});
}

}  // namespace aws::lambda_runtime
