// Images on this machine by their reference: a layout or an archive, to read and to write. Those of
// registries are another room's.
#pragma once

#include <functional>
#include <memory>

#include "base/error.hpp"
#include "oci/blob_source.hpp"
#include "oci/blob_target.hpp"
#include "oci/digest.hpp"
#include "oci/reference.hpp"

namespace lambent::oci {

// Fail on a registry's reference. `pinned`, of a manifest or an index, goes before a layout's tag;
// an archive has no digests of its own.
[[nodiscard]] result<std::unique_ptr<blob_source>> open_local(const reference& where,
                                                              const digest* pinned = nullptr);
[[nodiscard]] result<std::unique_ptr<blob_target>> make_local(
    const reference& where, const std::function<bool()>& stop = {});

}  // namespace lambent::oci
