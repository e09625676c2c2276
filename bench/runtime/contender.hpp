// What is measured: a function packaged as Lambda would get it, or the reason why it is missing
// here.
#pragma once

#include <string>
#include <vector>

#include "base/error.hpp"

namespace lambent::bench {

enum class allocation_counting : std::uint8_t {
  linked,     // Into a second build of a static program, `counted_folder`.
  preloaded,  // Into a dynamic program, by LD_PRELOAD.
  none,       // The program does not allocate by malloc.
};

struct contender {
  std::string key;                // For machines.
  std::string label;              // For people.
  std::string missing = {};       // Why it is not measured; empty: it is.
  std::string folder = {};        // What is deployed.
  std::vector<std::string> argv;  // What Lambda would start in it.
  allocation_counting allocations = allocation_counting::preloaded;
  std::string counted_folder = {};
  std::string reply = {};  // To every event; empty: the event itself.

  // Of argv[0] where it is a part of what is deployed, else 0.
  [[nodiscard]] std::size_t program_bytes() const;
  // Of the deployed folder's zip, made as `lambent build` makes one.
  [[nodiscard]] result<std::size_t> zip_bytes() const;
};

// The floors and ours, each alone and pipelined.
[[nodiscard]] std::vector<contender> own_contenders();

// Peers as bench/runtime/peers/build.sh lists them, one a line, in fields separated by tabs:
// KEY LABEL run preload|none FOLDER PROGRAM [ARGUMENT...], or KEY LABEL missing WHY.
[[nodiscard]] result<std::vector<contender>> read_peers(const std::string& list_file);

}  // namespace lambent::bench
