// An image in a tar archive as a source of blobs: what `docker save` and `podman save` write
// (manifest.json), or an OCI image layout in a tar.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "oci/blob_source.hpp"

namespace lambent::oci {

// `tag` is "name:tag" as in RepoTags; without one there must be one image. The manifest of a
// docker-archive is made here: it has none, so its digest is ours.
[[nodiscard]] result<std::unique_ptr<blob_source>> open_archive(const std::string& file,
                                                                std::string_view tag);

}  // namespace lambent::oci
