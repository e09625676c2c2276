#include "observer.hpp"

#include "check.hpp"

{{^follows_events}}
namespace {

// The lines about a batch, as Lambda posts it.
std::string described(const std::string& batch) {
  std::string lines;
  lambent::telemetry::batch_reader reader(batch);
  for (lambent::telemetry::record record; reader.next(record);) lines += describe(record) + "\n";
  return lines;
}

}  // namespace

{{/follows_events}}
int main() {
{{#follows_events}}
  lambent::invoke_event event;
  event.request_id = "8ea123e4";
  check_equal(describe(event), "{{name}} follows 8ea123e4",
              "an invocation is named");
{{/follows_events}}
{{#follows_telemetry}}
  check_equal(described(R"([{"time":"2031-03-09T05:41:17.264Z","type":"platform.report","record":)"
                        R"({"requestId":"8ea123e4","status":"success","metrics":{"durationMs":1.5,)"
                        R"("billedDurationMs":2,"memorySizeMB":128,"maxMemoryUsedMB":20}}}])"),
              "8ea123e4 took 1.50 ms\n", "an invocation's time is told");
  check_equal(
      described(R"([{"time":"2031-03-09T05:41:17.264Z","type":"function","record":"hello"}])"),
      "\n", "other records are of no interest");
{{/follows_telemetry}}
{{#follows_logs}}
  check_equal(
      described(R"([{"time":"2031-03-09T05:41:17.264Z","type":"function","record":"hello"}])"),
      "2031-03-09T05:41:17.264Z hello\n", "the function's lines are passed on");
  check_equal(described(R"([{"time":"2031-03-09T05:41:17.264Z","type":"extension","record":"x"}])"),
              "\n", "an extension's are not");
{{/follows_logs}}
  return failed_checks == 0 ? 0 : 1;
}
