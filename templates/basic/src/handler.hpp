// What the function does, apart from main() so that tests can call it.
#pragma once

#include <lambent/context.hpp>
#include <lambent/json.hpp>

#include <string>

// The event and the reply: structs of yours, whose members are the JSON's.
struct request {
  std::string name;
};
LAMBENT_JSON(request, name);

struct greeting {
  std::string message;
  std::string request_id;
};
LAMBENT_JSON(greeting, message, request_id);

// What it throws, or a lambent::failure it returns, reaches the caller as a function error.
greeting handle(const request& event, const lambent::context& context);
