// What the function does, apart from main() so that tests can call it.
#pragma once

#include <lambent/json.hpp>
#include <lambent/stream.hpp>

#include <string>

// What is asked for: by a function URL in its query, by Invoke as JSON.
struct countdown {
  int from = 0;
};
LAMBENT_JSON(countdown, from);

// Writes the response piece by piece; the client reads the first one while the rest is made.
void handle(const countdown& event, lambent::stream& out);
