// First, so that `lambent watch` takes its compiled form.
#include <lambent/lambent.hpp>

#include "handler.hpp"

{{#apigw_websockets}}
#include <lambent/log.hpp>

http::router routes() {
  http::router app;
  // A failure or a status of 400 and more refuses the connection.
  app.websocket("$connect", [](const http::request& request) {
    lambent::log::info("connected", {{"connection", request.context().connection_id}});
    return http::response::empty(200);
  });
  app.websocket("$disconnect", [](const http::request& request) {
    lambent::log::info("gone", {{"connection", request.context().connection_id}});
    return http::response::empty(200);
  });
  // Every message that has no route of its own. The text goes back where the route has a response.
  app.websocket("$default", [](const http::request& request) {
    return "{{name}} heard " + std::string(request.body());
  });
  return app;
}
{{/apigw_websockets}}
{{^apigw_websockets}}
http::router routes() {
  http::router app;
  app.get("/", [](const http::request& request) {
    const std::string name(request.query("name", "world"));
    return "Hello " + name + ", this is {{name}} on AWS Lambda\n";
  });
  app.get("/orders/{id}", [](const http::request& request) {
    return order{std::string(request.path_parameter("id")), 3};
  });
  app.post("/orders", [](const http::request& request) {
    const auto placed = request.json<order>();
    if (!placed) return http::response::text(placed.error().message + "\n", 400);
    if (placed->quantity < 1) return http::response::text("an order of nothing\n", 422);
    return http::response::json(*placed, 201);
  });
  return app;
}
{{/apigw_websockets}}
