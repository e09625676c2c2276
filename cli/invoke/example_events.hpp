// The example events that the program carries, for `lambent invoke --data-example`.
#pragma once

#include <string>

#include "base/error.hpp"
#include "cli/terminal/terminal.hpp"

namespace lambent::cli {

// The event's JSON. The error has the nearest name, or those that begin so.
[[nodiscard]] result<std::string> example_event(const std::string& name);

// Names and what they are, for people; with the other tools' names, for programs.
[[nodiscard]] std::string list_of_examples(output_format output);

}  // namespace lambent::cli
