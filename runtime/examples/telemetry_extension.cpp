// An extension that writes what it learns of its function, a line for each thing.
#include <lambent/extension.hpp>

#include <cstdio>
#include <string>

namespace {

void write(const std::string& line) { std::printf("%s\n", line.c_str()); }

void on_record(const lambent::telemetry::record& r) {
  if (const auto* line = r.as<lambent::telemetry::log_line>()) {
    write((line->is_json ? "logged JSON: " : "logged: ") + line->text);
  } else if (const auto* done = r.as<lambent::telemetry::runtime_done>()) {
    write("runtime done: " + done->request_id + " " + done->status);
  } else if (const auto* report = r.as<lambent::telemetry::report>()) {
    write("report: " + report->request_id + " " + report->status);
  } else if (const auto* wrong = r.as<lambent::telemetry::malformed>()) {
    write("malformed: " + wrong->problem);
  } else {
    write("record: " + r.type);
  }
}

}  // namespace

int main() {
  return lambent::extension()
      .on_init([](const lambent::extension_registration& r) { write("with " + r.function_name); })
      .on_invoke([](const lambent::invoke_event& e) { write("INVOKE " + e.request_id); })
      .on_telemetry(on_record, {.buffering = {.timeout = std::chrono::milliseconds(25)}})
      .on_shutdown([](const lambent::shutdown_event& e) { write("SHUTDOWN " + e.reason); })
      .run();
}
