// What the function does, apart from main() so that tests can call it.
#pragma once

#include <lambent/json.hpp>
#include <lambent/stream.hpp>

#include <map>
#include <string>

// What is asked for: by Invoke as {"from": 3}, by a function URL in its query, ?from=3.
struct countdown {
  int from = 0;
  std::string raw_path;  // Of a URL's event alone.
  std::map<std::string, std::string> query_string_parameters;
};
LAMBENT_JSON_AS(countdown, style::camel_case | style::defaults, from, raw_path,
                query_string_parameters);

// Writes the response piece by piece; the client reads the first one while the rest is made.
void handle(const countdown& event, lambent::stream& out);
