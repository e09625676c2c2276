// How many invocations Lambda sends side by side: AWS_LAMBDA_MAX_CONCURRENCY.
#pragma once

#include <string_view>

namespace lambent {

// The most that Lambda lets one be configured to.
// Source:
// https://docs.aws.amazon.com/lambda/latest/api/API_LambdaManagedInstancesCapacityProviderConfig.html
inline constexpr int workers_max = 1600;

struct concurrency {
  int workers = 1;  // From 1 to workers_max.
  bool as_asked = true;
};

// From the variable's text. What is no number from 1 up is one worker, and not as asked.
[[nodiscard]] concurrency concurrency_of(std::string_view text) noexcept;

[[nodiscard]] std::string_view max_concurrency_text() noexcept;
[[nodiscard]] int max_concurrency() noexcept;

}  // namespace lambent
