// A response in pieces: a countdown as server-sent events, each on its way before the next is
// written. It stops when the client is gone.
#include <lambent/lambent.hpp>

#include <charconv>
#include <stdexcept>
#include <string>

static void count_down(std::string_view event, lambent::stream& out) {
  int from = 0;
  std::from_chars(event.data(), event.data() + event.size(), from);
  // Before the first byte, this is an error like any other.
  if (from < 1) throw std::invalid_argument("count down from 1 or more");
  out.begin({.status_code = 200,
             .headers = {{"content-type", "text/event-stream"}, {"cache-control", "no-store"}}});
  for (int i = from; i > 0 && out.write("data: " + std::to_string(i) + "\n\n"); --i) {
  }
}

int main() { return lambent::run(count_down); }
