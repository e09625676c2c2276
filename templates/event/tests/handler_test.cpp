#include "handler.hpp"

#include <lambent/testing.hpp>

#include "check.hpp"

int main() {
  const std::string event = event_file("{{example}}.json");
  const auto answer = lambent::testing::call(handle, event);
{{test}}

{{#refuses_other}}
  const auto foreign = lambent::testing::call(handle, "{}");
  check(!foreign.ok() && foreign.error->type == "Runtime.UnmarshalError",
        "an event of another service is refused");
{{/refuses_other}}
  return failed_checks == 0 ? 0 : 1;
}
