// First, so that `lambent watch` takes its compiled form.
#include <lambent/lambent.hpp>

#include "handler.hpp"

#include <charconv>

namespace {

// Zero where the query has no number.
int asked_for(const countdown& event) {
  const auto found = event.query_string_parameters.find("from");
  if (found == event.query_string_parameters.end()) return event.from;
  const char* const begin = found->second.data();
  const char* const end = begin + found->second.size();
  int from = 0;
  return std::from_chars(begin, end, from).ptr == end ? from : 0;
}

}  // namespace

void handle(const countdown& event, lambent::stream& out) {
  constexpr int from_max = 1'000;
  const int from = asked_for(event);
  const bool good = from >= 1 && from <= from_max;
  if (event.raw_path.empty()) {
    if (!good) throw lambent::failure{"BadRequest", "count from 1 to 1000"};
    // The bytes alone, of this type: what Invoke's caller wants.
    out.begin("text/plain");
  } else {
    // An HTTP response: its status and headers leave with the first bytes.
    out.begin({.status_code = good ? 200 : 400, .headers = {{"content-type", "text/plain"}}});
    if (!good) {
      out.write("count from 1 to 1000, as in ?from=3\n");
      return;
    }
  }
  for (int left = from; left > 0; --left) {
    if (!out.write(std::to_string(left) + "\n")) return;  // The client is gone.
  }
}
