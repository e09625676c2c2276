// The client context of a call, from wherever the flags say.
#pragma once

#include <string>

#include "base/error.hpp"
#include "cli/invoke/invoke.hpp"

namespace lambent::cli {

// A JSON object; empty where none is given.
[[nodiscard]] result<std::string> client_context_of(const invoke_options& options);

}  // namespace lambent::cli
