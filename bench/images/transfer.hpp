// What it costs to move an image: `lambent image push` and `pull` of half a gigabyte against the
// engine's registry, beside a plain copy of the same files and beside skopeo, in the same run.
#pragma once

#include <filesystem>

#include "base/error.hpp"
#include "bench/report/table.hpp"

namespace lambent::bench {

struct transfer_options {
  std::filesystem::path programs{};  // Where `lambent` and `lambent-sandbox` are.
  bool quick = false;                // A tenth of the bytes, fewer rounds.
};

// Durations, and the most memory that each program had at once.
[[nodiscard]] result<> measure_transfers(const transfer_options& options, table& into);

}  // namespace lambent::bench
