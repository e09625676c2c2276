// Manifests and indexes as values, read from strangers' bytes and written as our own.
// https://github.com/opencontainers/image-spec/blob/main/manifest.md and image-index.md; Docker's
// schema 2 and manifest list are read as the same. Schema 1 is refused by name.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.hpp"
#include "oci/descriptor.hpp"

namespace lambent::oci {

struct manifest {
  std::string media_type;  // OCI's or Docker's.
  descriptor config;
  std::vector<descriptor> layers;  // Lowest first.
  std::map<std::string, std::string> annotations;
};

struct index {
  std::string media_type;
  std::vector<descriptor> manifests;
  std::map<std::string, std::string> annotations;
};

// `declared` is the media type somebody said the bytes have (a Content-Type, a descriptor); it may
// be empty: then `mediaType` inside decides, else what the members are. The two must not
// contradict.
[[nodiscard]] result<std::variant<manifest, index>> parse_document(std::string_view bytes,
                                                                   std::string_view declared);
[[nodiscard]] result<manifest> parse_manifest(std::string_view bytes,
                                              std::string_view declared = {});
[[nodiscard]] result<index> parse_index(std::string_view bytes, std::string_view declared = {});

// The same value gives the same bytes, always.
[[nodiscard]] std::string write(const manifest&);
[[nodiscard]] std::string write(const index&);

// The manifest of an index for a platform. Fails with the list of platforms it has; entries without
// a platform and attestations (platform unknown/unknown) are no candidates.
[[nodiscard]] result<descriptor> choose(const index&, const platform& wanted);

}  // namespace lambent::oci
