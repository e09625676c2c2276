// The two ends of a copy: images opened and made by their references, on this machine and in
// registries.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "cli/registry/registry_access.hpp"
#include "oci/blob_source.hpp"
#include "oci/blob_target.hpp"
#include "oci/reference.hpp"

namespace lambent::cli {

[[nodiscard]] bool in_registry(const oci::reference& where);

// Of a registry, else of a file. A registry's image read into a layout or an archive without a tag
// is called there as it is here.
[[nodiscard]] oci::reference named_after(oci::reference to, const oci::reference& from);

// "linux/arm64", "arm64", "amd64", "x86_64", "linux/arm/v7".
[[nodiscard]] result<oci::platform> parse_platform(std::string_view text);
[[nodiscard]] oci::platform platform_of_this_machine();

// Repositories of `registry` that what is copied was made from: its base by annotation
// (org.opencontainers.image.base.name), and the source's own.
[[nodiscard]] std::vector<std::string> related_repositories(oci::blob_source& of,
                                                            const oci::reference& from,
                                                            const std::string& registry);

}  // namespace lambent::cli
