// Where an image is, as people write it:
//
//   oci:DIR[:TAG]                 an OCI image layout
//   docker-archive:FILE[:TAG]     what `docker save` writes
//   HOST[:PORT]/REPOSITORY[:TAG][@sha256:…]   a registry; without a host, Docker Hub's
//
// Grammar of the last: https://github.com/opencontainers/distribution-spec/blob/main/spec.md
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/error.hpp"
#include "oci/digest.hpp"

namespace lambent::oci {

struct layout_reference {
  std::string directory;
  std::string tag;  // Empty: the only image there is.
};

struct archive_reference {
  std::string file;
  std::string tag;  // "name:tag" as the archive has it; empty: the only image there is.
};

struct registry_reference {
  std::string registry;    // "localhost:4566", "docker.io"; lower case host, port as written.
  std::string repository;  // "library/debian".
  std::string tag;         // Empty when only a digest is given.
  std::optional<digest> pinned;
};

using reference = std::variant<layout_reference, archive_reference, registry_reference>;

// Without tag and digest a registry's image is "latest".
[[nodiscard]] result<reference> parse_reference(std::string_view text);
[[nodiscard]] result<registry_reference> parse_registry_reference(std::string_view text);

[[nodiscard]] bool valid_repository(std::string_view);
[[nodiscard]] bool valid_tag(std::string_view);

[[nodiscard]] std::string to_text(const reference&);
[[nodiscard]] std::string to_text(const registry_reference&);

}  // namespace lambent::oci
