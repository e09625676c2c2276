// A typed handler at its dearest: a struct from JSON and back again, and a context that is read.
#include <lambent/json.hpp>
#include <lambent/lambent.hpp>

#include <chrono>
#include <string>
#include <utility>

struct message {
  int side = 0;
  std::string data;
};
LAMBENT_JSON(message, side, data);

// A reply that differs from the event stops the benchmark.
static message echo(message event, const lambent::context& about) {
  const bool complete = !about.request_id.empty() && !about.invoked_function_arn.empty() &&
                        about.memory_limit_mb > 0 &&
                        about.remaining() > std::chrono::milliseconds::zero();
  if (!complete) event.data = "the context is not complete";
  return event;
}

int main() { return lambent::run(echo); }
