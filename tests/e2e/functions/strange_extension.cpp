// An extension that can misbehave, for the engine's tests: the variable EXTENSION says how. It is
// called "strange".
#include <lambent/extension.hpp>

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>

using lambent::status;

namespace {

[[noreturn]] void end(lambent::status reported) { std::_Exit(reported == status::ok ? 1 : 70); }

void say(const std::string& line) {
  std::printf("strange: %s\n", line.c_str());
  (void)std::fflush(stdout);
}

void say_variables() {
  for (const char* name : {"AWS_LAMBDA_FUNCTION_NAME", "EXTENSION", "LAMBDA_TASK_ROOT", "_HANDLER"})
    if (const char* value = std::getenv(name)) say(std::string(name) + "=" + value);
}

// Says what the Logs API delivers over TCP. Its own words about that are not repeated.
int take_logs() {
  namespace telemetry = lambent::telemetry;
  return lambent::extension("strange")
      .on_init([] { say("first words"); })
      .on_logs(
          [](const telemetry::record& r) {
            const auto* line = r.as<telemetry::log_line>();
            const std::string text = line == nullptr ? "" : " " + line->text;
            if (text.find(" took ") == std::string::npos) say("took " + r.type + text);
          },
          {.types = {telemetry::type::platform, telemetry::type::function,
                     telemetry::type::extension},
           .buffering = {.timeout = std::chrono::milliseconds(25)},
           .protocol = telemetry::protocol::tcp})
      .run();
}

}  // namespace

int main() {
  const char* set = std::getenv("EXTENSION");
  const std::string how = set == nullptr ? "" : set;
  if (how == "crash") std::_Exit(3);
  if (how == "logs") return take_logs();
  lambent::extension_client client;
  if (client.register_as("strange") != status::ok) end(status::lost);
  say("with " + client.registration().function_name + " of " + client.registration().account_id);
  if (how == "init-error") end(client.fail_init({"NoConfig", "there is none"}));
  if (how == "variables") say_variables();
  while (client.next() == status::ok) {
    if (const lambent::shutdown_event* over = client.event().shutdown()) {
      say("SHUTDOWN " + over->reason);
      if (how == "deaf") ::pause();
      return 0;
    }
    if (const lambent::invoke_event* call = client.event().invoke())
      say("INVOKE " + call->request_id);
    if (how == "crash-invoke") (void)std::raise(SIGSEGV);
    if (how == "exit-error") end(client.fail_exit({"Tired", "no more"}));
    if (how == "stuck") ::pause();
    if (how == "slow") (void)::usleep(200'000);
  }
  say(std::string(client.problem()));
  return 1;
}
