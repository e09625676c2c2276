// A manifest or an index as a registry looks at it: what it is, and what it names. Artifacts are
// taken as well as images, so it asks for less than oci/manifest does. Bytes in, values out.
// https://github.com/opencontainers/image-spec/blob/main/manifest.md
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/registry/fault.hpp"
#include "oci/digest.hpp"

namespace lambent::registry {

struct link {
  oci::digest digest;
  std::uint64_t size = 0;
  std::string media_type;
};

struct document {
  std::string media_type;
  bool is_index = false;
  // The configuration, then the layers; without those that may not be distributed and are fetched
  // from elsewhere.
  std::vector<link> blobs;
  std::vector<link> manifests;
  std::optional<oci::digest> subject;
  std::string artifact_type;  // As a list of referrers shows it; may be empty.
  std::string annotations;    // A JSON object; empty without any.
  std::string config_type;    // The configuration's media type.
};

// `content_type` is the request's, parameters and all; it may be empty.
[[nodiscard]] answer<document> read_document(std::string_view bytes, std::string_view content_type);

}  // namespace lambent::registry
