// Writes an image into an OCI image layout, new or there already. Other images in it stay. Readers
// see the old index.json or the new one; a layout that fails half-way is as it was.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/error.hpp"
#include "oci/blob_target.hpp"

namespace lambent::oci {

// The image is called `tag` in it (org.opencontainers.image.ref.name), in place of the one that had
// that name; with an empty tag it has none. Waits while another process writes the same layout,
// until `stop` says so.
[[nodiscard]] result<std::unique_ptr<blob_target>> make_layout(
    const std::string& directory, const std::string& tag, const std::function<bool()>& stop = {});

}  // namespace lambent::oci
