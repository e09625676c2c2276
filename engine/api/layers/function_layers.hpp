// The layers of a function, as AWS checks them: number, region, existence, permission and size.
#pragma once

#include "engine/api/body.hpp"
#include "engine/api/call.hpp"
#include "engine/api/function_catalog.hpp"

namespace lambent::api {

// Layers of the body, if it has any, and the directory that shows them.
[[nodiscard]] model::answer<> apply_layers(function_catalog& functions, const call& request,
                                           const json_object& body, model::function& into);

// Code and layers together, unpacked; the function's code must be in the store.
[[nodiscard]] model::answer<> check_total_size(const model::function& f);

}  // namespace lambent::api
