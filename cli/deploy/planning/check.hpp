// What AWS would refuse of what is wanted, found before the first call.
#pragma once

#include "base/error.hpp"
#include "cli/deploy/planning/wanted.hpp"

namespace lambent::cli::deploy {

// Limits are Lambda's: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
[[nodiscard]] result<> check(const wanted_function& wanted);
[[nodiscard]] result<> check(const wanted_layer& wanted);

}  // namespace lambent::cli::deploy
