// Where an ImageUri says that an image is, as far as this engine can go there.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "oci/blob_source.hpp"
#include "oci/reference.hpp"

namespace lambent::images {

// The image under a tag or a digest of this engine's own registry.
using open_repository = std::function<result<std::unique_ptr<oci::blob_source>>(
    std::string_view repository, std::string_view tag_or_digest)>;

// Whether an ImageUri with this host means the registry of the engine that listens on `port`:
// loopback with that port, or a host of ECR's, whatever account and region it names.
[[nodiscard]] bool is_own_registry(std::string_view host, std::uint16_t port);

// "oci:DIR[:TAG]", "docker-archive:FILE[:TAG]" or one of the engine's registry. Fails for paths
// that are not absolute, too: the engine's folder is not its caller's.
[[nodiscard]] result<oci::reference> parse_image_uri(std::string_view uri, std::uint16_t port);

// `pinned` is of a manifest that was found there before: registries and layouts are asked for it
// instead of the tag. An archive is what it is now.
[[nodiscard]] result<std::unique_ptr<oci::blob_source>> open_image(const oci::reference&,
                                                                   const oci::digest* pinned,
                                                                   const open_repository&);

// The address without its tag, and the digest: "localhost:4566/app@sha256:…".
[[nodiscard]] std::string resolved_uri(const oci::reference&, const oci::digest& manifest);

}  // namespace lambent::images
