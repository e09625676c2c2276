// A function for the lifecycle's tests. HOOK chooses what its hooks do, the event what the handler
// does: "signal" (SIGTERM, then an answer), "signal and hang", "late" (registers a hook), or text.
#include <unistd.h>
#include <lambent/lambent.hpp>
#include <lambent/lifecycle.hpp>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <expected>
#include <stdexcept>
#include <string>

namespace {

std::string chosen() {
  const char* const text = std::getenv("HOOK");
  return text == nullptr ? "" : text;
}

void hook(const char* name) {
  std::printf("%s\n", name);
  const std::string what = chosen();
  if (what == std::string("throw in ") + name) throw std::runtime_error("cannot flush");
  if (what == std::string("slow ") + name) usleep(600'000);
  if (what == std::string("hang in ") + name) {
    while (true) pause();
  }
}

std::string handle(std::string_view event) {
  if (event.starts_with("signal")) (void)raise(SIGTERM);
  while (event == "signal and hang") pause();
  if (event == "late") lambent::on_shutdown([] { std::puts("late"); });
  std::printf("handled %.*s\n", static_cast<int>(event.size()), event.data());
  return std::string(event);
}

}  // namespace

int main() {
  if (chosen() != "late") {
    lambent::on_shutdown([] { hook("first"); });
    lambent::on_shutdown([] { hook("second"); });
  }
  lambent::before_snapshot([] { hook("before 1"); });
  lambent::before_snapshot([]() -> std::expected<void, lambent::failure> {
    hook("before 2");
    if (chosen() != "fail in before 2") return {};
    return std::unexpected(lambent::failure{"cache::dirty", "cannot close"});
  });
  lambent::after_restore([] { hook("after 1"); });
  return lambent::run([] {
    lambent::after_restore([] { hook("after 2"); });
    return handle;
  });
}
