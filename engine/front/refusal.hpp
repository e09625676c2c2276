// What a caller is told whose invocation was not run.
#pragma once

#include <optional>

#include "engine/environment/fleet.hpp"
#include "engine/model/error.hpp"

namespace lambent::engine {

// Nothing when the function ran.
[[nodiscard]] std::optional<model::api_error> refusal_of(
    const environment::invocation_result& result);

}  // namespace lambent::engine
