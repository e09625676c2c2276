// For tests: what IAM asks of the caller of an operation, told from the request alone, as AWS's
// Service Authorization Reference has it. Knows nothing of how `--print-policy` finds the same.
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "aws/testing/fake_server.hpp"

namespace lambent::cli::testing {

using permissions = std::map<std::string, std::set<std::string>>;  // Actions, by resource.

// `call` is "lambda GetFunction". What only adds to an answer (lambda:ListTags) is not among them.
[[nodiscard]] permissions permissions_for(std::string_view call,
                                          const aws::testing::heard& request);

// The statements of a policy document, all of which allow.
[[nodiscard]] permissions read_policy(std::string_view document);

}  // namespace lambent::cli::testing
