#include "cli/image/open_image.hpp"

#include <variant>

#include "oci/local_image.hpp"

namespace lambent::cli {

result<std::unique_ptr<oci::blob_source>> open_image(const oci::reference& where) {
  if (std::holds_alternative<oci::registry_reference>(where))
    return fail(
        oci::to_text(where) + " is in a registry",
        "bring it here first: skopeo copy docker://" + oci::to_text(where) + " oci:DIR:TAG");
  return oci::open_local(where);
}

}  // namespace lambent::cli
