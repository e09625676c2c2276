// The zip on its way to Lambda: with a request, or through S3.
#pragma once

#include <expected>
#include <string>

#include "aws/client.hpp"
#include "cli/deploy/planning/wanted.hpp"

namespace lambent::cli::deploy {

// What went wrong on this side, as a call's error.
[[nodiscard]] aws::call_error local_failure(error&& what);

// The bytes that belong into a request; none where the code is in S3.
[[nodiscard]] std::expected<std::string, aws::call_error> code_to_send(const wanted_code& code);

[[nodiscard]] std::expected<void, aws::call_error> send_to_s3(aws::client& with,
                                                              const wanted_code& code);

}  // namespace lambent::cli::deploy
