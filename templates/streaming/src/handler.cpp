// First, so that `lambent watch` takes its compiled form.
#include <lambent/lambent.hpp>

#include "handler.hpp"

void handle(const countdown& event, lambent::stream& out) {
  constexpr int from_max = 1'000;
  if (event.from < 1 || event.from > from_max)
    throw lambent::failure{"BadRequest", "count from 1 to 1000"};
  // Without this the response is plain bytes; with it, an HTTP response of a function URL.
  out.begin("text/plain");
  for (int left = event.from; left > 0; --left) {
    if (!out.write(std::to_string(left) + "\n")) return;  // The client is gone.
  }
}
