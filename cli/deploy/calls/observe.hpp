// Asks AWS what there is of a function or a layer: what a plan compares with. Only what the wanted
// function speaks of is asked for.
#pragma once

#include <expected>

#include "aws/client.hpp"
#include "cli/deploy/planning/observed.hpp"
#include "cli/deploy/planning/wanted.hpp"

namespace lambent::cli::deploy {

[[nodiscard]] std::expected<observed_function, aws::call_error> observe(
    aws::client& with, const wanted_function& wanted);

[[nodiscard]] std::expected<observed_layer, aws::call_error> observe(aws::client& with,
                                                                     const wanted_layer& wanted);

}  // namespace lambent::cli::deploy
