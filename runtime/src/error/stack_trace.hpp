// A stack as text, one line a call, for error bodies and for what a failure leaves in the log.
#pragma once

#include <string>
#include <vector>

#include "call_stack.hpp"

namespace lambent {

[[nodiscard]] std::vector<std::string> lines_of(const call_stack& stack);

}  // namespace lambent
