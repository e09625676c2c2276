// What AWS would refuse of what is wanted, found before the first call.
#pragma once

#include "base/error.hpp"
#include "cli/deploy/planning/observed.hpp"
#include "cli/deploy/planning/wanted.hpp"

namespace lambent::cli::deploy {

// Limits are Lambda's: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
[[nodiscard]] result<> check(const wanted_function& wanted);

// Fails where no way leads from what there is to what is wanted: a function made of an image or in
// state Failed, tags
// that may not be seen, a URL to change that is not there, log levels of a function that logs as
// text, a retention of logs that are not its alone.
[[nodiscard]] result<> check(const wanted_function& wanted, const observed_function& observed);
[[nodiscard]] result<> check(const wanted_layer& wanted);

}  // namespace lambent::cli::deploy
