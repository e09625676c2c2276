// The events that `lambent new` can make a function for. Each is a file in event_types/: the
// runtime's type of it, a handler that does something sensible, and a test of that.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "templates/render.hpp"

namespace lambent::templates {

struct event_type {
  std::string name;                     // "sqs"
  std::string title;                    // One line: "Amazon SQS: a queue's messages".
  std::string example;                  // The example event that its test uses.
  std::vector<std::string> rust_names;  // What cargo-lambda calls it: "sqs::SqsEvent".
  variables values;                     // What event/ and shared/ take from it.
};

// All of them, by name. The files are the program's own: a mistake in one is the program's, and
// its tests find it.
[[nodiscard]] result<std::vector<event_type>> all_event_types();

// One file of event_types/.
[[nodiscard]] result<event_type> parse_event_type(std::string_view name, std::string_view toml);

}  // namespace lambent::templates
