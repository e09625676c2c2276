// Between aws-lambda-cpp's values and Lambent's.
#pragma once

#include <aws/lambda-runtime/runtime.h>
#include <lambent/context.hpp>

#include <string_view>

namespace aws::lambda_runtime {

void fill(invocation_request& request, std::string_view event, const lambent::context& about);

// As it is sent; a view into `response`.
[[nodiscard]] std::string_view sent_content_type(const invocation_response& response) noexcept;

}  // namespace aws::lambda_runtime
