// What a call carries, from wherever the flags say, checked before anything is sent.
#pragma once

#include <string>

#include "base/error.hpp"
#include "cli/invoke/invoke.hpp"

namespace lambent::cli {

// The event: JSON, or nothing where a file is empty, which Lambda takes for {}.
[[nodiscard]] result<std::string> event_of(const invoke_options& options);

// A JSON object; empty where none is given.
[[nodiscard]] result<std::string> client_context_of(const invoke_options& options);

}  // namespace lambent::cli
