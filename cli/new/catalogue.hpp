// The templates that the program carries, as a list: for people, and for scripts that make a
// project of each.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "templates/project.hpp"

namespace lambent::cli {

struct catalogue_entry {
  std::string name;                  // "sqs", "http-alb"
  std::string title;                 // One line.
  std::vector<std::string> options;  // For `lambent new`: {"--event-type", "sqs"}.
  templates::project_request request{};
};

[[nodiscard]] result<std::vector<catalogue_entry>> read_catalogue();

[[nodiscard]] std::string as_table(const std::vector<catalogue_entry>& entries);
[[nodiscard]] std::string as_json(const std::vector<catalogue_entry>& entries);

// The event type of a name: ours ("sqs", also "SQS" and "s3-batch"), or what cargo-lambda calls it
// ("sqs::SqsEvent").
[[nodiscard]] result<templates::event_type> find_event_type(
    const std::vector<templates::event_type>& types, std::string_view name);

}  // namespace lambent::cli
