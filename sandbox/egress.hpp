// The way from a sandbox to the outside network. Not built yet: `host_like` gives the same network
// as `none`, and says so.
#pragma once

#include <string>
#include <vector>

#include "sandbox/protocol.hpp"

namespace lambent::sandbox {

inline void warn_about_egress(network wanted, std::vector<std::string>& warnings) {
  if (wanted != network::host_like) return;
  warnings.push_back(
      "Functions have no outbound network: --network host-like is not available yet, so sandboxes "
      "see their own loopback alone.");
}

}  // namespace lambent::sandbox
