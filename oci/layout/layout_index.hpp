// A layout's index.json with an image put into it. Everything else stays as it is: members that
// nobody here knows are other tools'.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"
#include "oci/descriptor.hpp"

namespace lambent::oci {

// `bytes` is an index that was read before, or empty for a new one. The entry takes the place of
// those with its name (org.opencontainers.image.ref.name); without a name, of itself. Fails when it
// would be more than limits.hpp lets anybody read.
[[nodiscard]] result<std::string> put_into_index(std::string_view bytes, const descriptor& entry);

}  // namespace lambent::oci
