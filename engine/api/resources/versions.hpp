// Publishes versions; PublishVersion does it, and so do CreateFunction and UpdateFunctionCode when
// they are asked to.
#pragma once

#include <optional>
#include <string_view>

#include "engine/model/function_record.hpp"

namespace lambent::api::resources {

// Makes $LATEST the next version, or gives the last one when $LATEST has not changed since. The
// version's description is $LATEST's unless another is given. $LATEST itself stays as it is.
model::function_ptr publish(model::function_record& record,
                            std::optional<std::string_view> description = {});

}  // namespace lambent::api::resources
