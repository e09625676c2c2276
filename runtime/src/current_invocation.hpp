// Which invocation the calling thread works on: set by the runtime with each event, read by the
// log. A file of its own, so that a function without log records carries no log.
#pragma once

#include <lambent/context.hpp>

namespace lambent {

// Null before the first event.
const context*& current_invocation() noexcept;

}  // namespace lambent
