// Blobs and documents out of a registry.
// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pull
#pragma once

#include <string>
#include <vector>

#include "base/error.hpp"
#include "oci/blob_source.hpp"
#include "oci/descriptor.hpp"
#include "oci/distribution/client.hpp"

namespace lambent::oci::distribution {

// "repository:NAME:pull"
[[nodiscard]] scopes pull_scopes(const std::string& repository);

// A blob piece by piece, each once: a broken connection goes on where it broke (RFC 9110, 14.2).
// As blob_source::read.
[[nodiscard]] result<> download_blob(client& with, const std::string& repository,
                                     const descriptor& what, const sink& to);

struct document {
  descriptor name;
  std::string bytes;
};
// A manifest or an index by tag or digest. What the registry says of it is checked.
[[nodiscard]] result<document> download_document(client& with, const std::string& repository,
                                                 const std::string& tag_or_digest);

// At most limits::tags_max, through all pages.
[[nodiscard]] result<std::vector<std::string>> list_tags(client& with,
                                                         const std::string& repository);

}  // namespace lambent::oci::distribution
