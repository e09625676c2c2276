#include "cli/image/open_image.hpp"

#include <variant>

#include "cli/registry/registry_access.hpp"
#include "oci/local_image.hpp"

namespace lambent::cli {

result<std::unique_ptr<oci::blob_source>> open_image(const oci::reference& where,
                                                     const registry_flags& flags) {
  const auto* registry = std::get_if<oci::registry_reference>(&where);
  if (registry == nullptr) return oci::open_local(where);
  const registry_access access = TRY(registry_access::open(flags));
  auto source = TRY(access.source(*registry));
  // What is wrong with the way there is said before anything else is done.
  if (auto root = source->root(); !root)
    return std::unexpected(with_hint(std::move(root).error(), *registry));
  return source;
}

}  // namespace lambent::cli
