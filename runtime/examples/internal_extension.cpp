// A function that follows its own invocations from a thread beside the handler, as a profiler
// would.
#include <lambent/extension.hpp>
#include <lambent/lambent.hpp>

#include <cstdio>

int main() {
  lambent::extension watcher("watcher", {.place = lambent::extension::place::internal});
  watcher.on_invoke(
      [](const lambent::invoke_event& e) { std::printf("watching %s\n", e.request_id.c_str()); });
  if (!watcher.spawn()) return 1;
  return lambent::run([](std::string_view event) { return std::string(event); });
}
