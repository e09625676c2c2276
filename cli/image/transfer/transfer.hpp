// One image from one place to another, told to who waits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/registry/registry_access.hpp"
#include "cli/terminal/exit_code.hpp"
#include "cli/terminal/terminal.hpp"
#include "oci/blob_target.hpp"
#include "oci/reference.hpp"

namespace lambent::cli {

struct transfer_options {
  std::string from{}, to{};  // References.
  std::string platform{};    // One image of an index; empty: see `all`.
  bool all = true;           // Without a platform: the whole index, or this machine's image.
  std::vector<std::string> mount_from{};
  std::uint64_t chunk_megabytes = 0;  // 0: each blob in one request.
  registry_flags registry{};
  output_format output = output_format::text;
};

// `doing` is "image push", for errors. Prints what the image is called now: for a registry with its
// digest.
[[nodiscard]] exit_code transfer_image(std::string_view doing, const transfer_options& options);

// "12.3 of 500.0 MB, 2 of 3 blobs, 210.0 MB/s"
[[nodiscard]] std::string progress_text(const oci::copy_progress& seen, double seconds);

}  // namespace lambent::cli
