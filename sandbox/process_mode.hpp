// `--isolation process`: no namespaces and the host's own file system, for hosts that refuse more.
// The first process stays the ancestor of everything the program starts, and that is all that holds
// a sandbox together.
#pragma once

#include <sys/types.h>

#include <vector>

#include "sandbox/protocol.hpp"

namespace lambent::sandbox {

// The same start with the sandbox's paths replaced by those they stand for on the host.
[[nodiscard]] start seen_on_host(start what);

// Orphans of our descendants become our children, so that they can be found.
[[nodiscard]] result<> adopt_orphans();

// The children of this process, or of another one that this process may see.
[[nodiscard]] std::vector<pid_t> living_children();
[[nodiscard]] std::vector<pid_t> living_children_of(pid_t parent);

}  // namespace lambent::sandbox
