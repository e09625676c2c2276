// Layers in the JSON of the Lambda API. Renders only; decides nothing.
#pragma once

#include <string>
#include <string_view>

#include "engine/model/layer.hpp"

namespace lambent::api {

// As PublishLayerVersion and GetLayerVersion answer.
[[nodiscard]] std::string layer_version_json(const model::layer_version& version,
                                             std::string_view location);
// As the lists have it.
[[nodiscard]] std::string listed_layer_version_json(const model::layer_version& version);
[[nodiscard]] std::string listed_layer_json(const model::layer_version& latest_matching);

}  // namespace lambent::api
