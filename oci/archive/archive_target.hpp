// Writes an image as `docker save` does: its layers as tars, its configuration, manifest.json.
// `docker load`, `podman load` and skopeo read it. The same image gives the same bytes.
#pragma once

#include <memory>
#include <string>

#include "base/error.hpp"
#include "oci/blob_target.hpp"

namespace lambent::oci {

// An archive holds one image of one platform: copy_image() must choose it. `tag` is "name:tag"
// (without a tag "latest"), or empty for an image without a name. A file that is there is replaced
// once the new one is whole; of two that write it at once, the last to end has its name.
[[nodiscard]] result<std::unique_ptr<blob_target>> make_archive(const std::string& file,
                                                                const std::string& tag);

}  // namespace lambent::oci
