// The constraints of a model on the parameters of a query request.
#pragma once

#include <span>

#include "engine/api/constraints.hpp"
#include "engine/companions/query/protocol.hpp"

namespace lambent::companions::query {

// Strings and integers; all that is wrong comes in one ValidationError.
[[nodiscard]] answer<> check_members(const form& input, std::span<const api::member> table);

// What check_members has found to be a number; `otherwise` when it is absent.
[[nodiscard]] std::int64_t number_of(const form& input, std::string_view name,
                                     std::int64_t otherwise);

}  // namespace lambent::companions::query
