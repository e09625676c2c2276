// Deleting what is not there any more.
#pragma once

#include <expected>

#include "aws/message.hpp"

namespace lambent::cli::deploy {

// A DELETE that is sent again after its connection broke meets its own success as a refusal: that
// what it names does not exist. It is gone, whoever took it away.
[[nodiscard]] inline std::expected<void, aws::call_error> gone(
    std::expected<void, aws::call_error>&& deleted) {
  constexpr const char* of_lambda_and_logs = "ResourceNotFoundException";
  constexpr const char* of_iam = "NoSuchEntity";
  if (!deleted && (deleted.error().is(of_lambda_and_logs) || deleted.error().is(of_iam))) return {};
  return std::move(deleted);
}

}  // namespace lambent::cli::deploy
