// The names of layers and their versions in requests, and the answers when they are not there.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/api/call.hpp"
#include "engine/api/layers/layer_catalog.hpp"
#include "engine/model/error.hpp"
#include "engine/model/violations.hpp"

namespace lambent::api {

struct layer_version_reference {
  model::layer_reference layer;
  std::uint64_t number = 0;
};

// "arn:aws:lambda:<region>:<account>:layer:<name>:<number>"; nothing for other texts.
[[nodiscard]] std::optional<layer_version_reference> read_layer_version_arn(std::string_view arn);

// LayerName of the path: a name, which is the caller's, or an ARN. What breaks a constraint joins
// `found`.
[[nodiscard]] model::layer_reference read_layer_name(const call& request, model::violations& found);
// LayerName and VersionNumber, checked.
[[nodiscard]] model::answer<layer_version_reference> read_layer_version(
    const call& request, model::violations found = {});

[[nodiscard]] std::unexpected<model::api_error> layer_version_not_found(
    const layer_version_reference& which);
[[nodiscard]] std::unexpected<model::api_error> layer_access_denied(const call& request,
                                                                    std::string_view action,
                                                                    std::string_view arn);

}  // namespace lambent::api
