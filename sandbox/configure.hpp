// From `configure` to a host that is ready for sandboxes: everything that is done once.
#pragma once

#include "sandbox/launcher.hpp"
#include "sandbox/protocol.hpp"

namespace lambent::sandbox {

// Fills `greeting` with what was found on the way. A failure becomes `refused`.
[[nodiscard]] result<host> configure_host(const configure& wanted, ready& greeting);

// Takes away what configure_host made outside this process.
void dismantle(host& made);

}  // namespace lambent::sandbox
