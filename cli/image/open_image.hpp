// Images wherever they are, for every command that reads one.
#pragma once

#include <memory>
#include <string>

#include "base/error.hpp"
#include "cli/registry/registry_access.hpp"
#include "oci/blob_source.hpp"
#include "oci/reference.hpp"

namespace lambent::cli {

// A registry is asked for the image's root at once.
[[nodiscard]] result<std::unique_ptr<oci::blob_source>> open_image(
    const oci::reference& where, const registry_flags& flags = {});

}  // namespace lambent::cli
