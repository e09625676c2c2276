#include <lambent/extension.hpp>
#include <lambent/lambent.hpp>

#include <cstdio>

#include "handler.hpp"
#include "observer.hpp"

namespace {

void write(const std::string& line) {
  if (!line.empty()) std::printf("%s\n", line.c_str());
}

}  // namespace

int main() {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);  // A line is out before the environment is frozen.
  // On a thread of its own, beside the function.
  lambent::extension observer("{{name}}-observer",
                              {.place = lambent::extension::place::internal});
{{#follows_events}}
  observer.on_invoke([](const lambent::invoke_event& event) { write(describe(event)); });
{{/follows_events}}
{{#follows_telemetry}}
  observer.on_telemetry([](const lambent::telemetry::record& record) { write(describe(record)); });
{{/follows_telemetry}}
{{#follows_logs}}
  observer.on_logs([](const lambent::telemetry::record& record) { write(describe(record)); });
{{/follows_logs}}
  // The function is worth more than its observer; why that did not start is on stderr.
  static_cast<void>(observer.spawn());
  return lambent::run(handle);
}
