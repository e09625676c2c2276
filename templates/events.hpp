// Example events of AWS's services, carried inside the program: for `lambent invoke --data-example`
// and for the projects that `lambent new` writes. Ours, of the documented shapes; each is read by
// the runtime's type of its event.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lambent::templates {

struct example {
  std::string_view name;             // "sqs", "s3-put"
  std::string_view description;      // One line.
  std::string json;                  // Laid out for people, with a newline at the end.
  std::vector<std::string> aliases;  // Names that other tools give it.
};

// Sorted by name.
[[nodiscard]] std::span<const example> examples();

// By name or alias, however it is written: "sqs", "SQS", "sqs-event", "s3_put". Null when there is
// none.
[[nodiscard]] const example* find_example(std::string_view name);

}  // namespace lambent::templates
