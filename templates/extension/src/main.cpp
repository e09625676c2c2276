#include <lambent/extension.hpp>

#include <cstdio>

#include "observer.hpp"

namespace {

// What an extension writes is in the function's log.
void write(const std::string& line) {
  if (!line.empty()) std::printf("%s\n", line.c_str());
}

}  // namespace

// Handlers run one at a time, on this thread.
int main() {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);  // A line is out before the environment is frozen.
  return lambent::extension()
{{#follows_events}}
      .on_invoke([](const lambent::invoke_event& event) { write(describe(event)); })
{{/follows_events}}
{{#follows_telemetry}}
      .on_telemetry([](const lambent::telemetry::record& record) { write(describe(record)); })
{{/follows_telemetry}}
{{#follows_logs}}
      .on_logs([](const lambent::telemetry::record& record) { write(describe(record)); })
{{/follows_logs}}
      .on_shutdown([](const lambent::shutdown_event& event) {
        write("{{name}} ends: " + event.reason);
      })
      .run();
}
