// What the function does, apart from main() so that tests can call it.
#pragma once

#include <lambent/http.hpp>

#include <string>

namespace http = lambent::http;

{{^apigw_websockets}}
// The body of a request and of its reply: structs of yours, whose members are the JSON's.
struct order {
  std::string id;
  int quantity = 0;
};
LAMBENT_JSON(order, id, quantity);

{{/apigw_websockets}}
// The routes. They answer API Gateway, function URLs, load balancers and VPC Lattice alike.
http::router routes();
