// Where an image's blobs go: a layout, an archive, a registry. The other end of a blob_source.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>

#include "base/error.hpp"
#include "oci/blob_source.hpp"

namespace lambent::oci {

class blob_target {
public:
  virtual ~blob_target() = default;

  // Whether the blob is there already, so that it need not come again.
  [[nodiscard]] virtual result<bool> has(const descriptor&) = 0;
  // Takes one blob out of `from`. A blob comes after all that it names: layers and configuration,
  // then their manifest, then the index.
  [[nodiscard]] virtual result<> put(const descriptor&, blob_source& from) = 0;
  // How many blobs, manifests apart, may be put at the same time, by as many threads.
  [[nodiscard]] virtual unsigned puts_at_once() const { return 1; }
  // Everything that `root` names is there: the image's name means it from now on. Until then
  // nobody sees the image; a target that goes away before takes back what it can.
  [[nodiscard]] virtual result<> finish(const descriptor& root) = 0;
};

// How far a copy has come, for who watches it from another thread.
struct copy_progress {
  std::atomic<std::uint64_t> bytes{0}, bytes_known{0};  // Done; of what has been found so far.
  std::atomic<unsigned> blobs{0}, blobs_known{0};
};

// Everything that the source's root names, into the target. `only` chooses one image of an index,
// and refuses a root that is an image for another platform; without it an index is copied whole.
// The descriptor of what the target's name now means. The source is read by as many threads as the
// target takes blobs at once. `give_up`, asked often and on any thread, ends the copy with
// ECANCELED.
[[nodiscard]] result<descriptor> copy_image(blob_source& from, blob_target& to,
                                            const std::optional<platform>& only = {},
                                            copy_progress* progress = nullptr,
                                            const std::function<bool()>& give_up = {});

}  // namespace lambent::oci
