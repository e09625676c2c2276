// Images wherever they are, for every command that reads one.
#pragma once

#include <memory>
#include <string>

#include "base/error.hpp"
#include "oci/blob_source.hpp"
#include "oci/reference.hpp"

namespace lambent::cli {

[[nodiscard]] result<std::unique_ptr<oci::blob_source>> open_image(const oci::reference& where);

}  // namespace lambent::cli
