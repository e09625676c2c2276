// One image for one platform, found wherever it is: through an index, or the manifest itself.
#pragma once

#include <string>
#include <vector>

#include "base/error.hpp"
#include "oci/blob_source.hpp"
#include "oci/image_config.hpp"
#include "oci/manifest.hpp"

namespace lambent::oci {

struct image {
  descriptor name;  // Of the manifest.
  oci::manifest manifest;
  image_config config;
  std::string manifest_bytes, config_bytes;  // As they were read: what the digests are of.
};

// The manifest that a source's root leads to for a platform, through indexes.
[[nodiscard]] result<descriptor> find_manifest(blob_source& from, const platform& wanted);

// Fails when there is none for the platform (what there is instead is said), when a layer is none
// (an artefact that is no image), and when manifest and configuration have different numbers of
// layers.
[[nodiscard]] result<image> read_image(blob_source& from, const platform& wanted);

// The image of a manifest's descriptor, whatever platform it is for.
[[nodiscard]] result<image> read_image(blob_source& from, const descriptor& manifest);

// The images of every platform that the source's root leads to, in its order, each once.
// Attestations (platform unknown/unknown) are no images. Fails when all of them are more than
// limits.hpp allows.
[[nodiscard]] result<std::vector<image>> read_images(blob_source& from);

}  // namespace lambent::oci
