// An HTTP function with a router: the same program behind API Gateway, a function URL or a load
// balancer.
#include <lambent/http.hpp>

#include <charconv>
#include <string>

struct order {
  std::string id;
  int quantity = 0;
};
LAMBENT_JSON(order, id, quantity);

namespace http = lambent::http;

static http::response show(const http::request& request) {
  const std::string id(request.path_parameter("id"));
  if (id == "0") return http::response::json_text(R"({"message":"no such order"})", 404);
  return http::response::json(order{id, 3}).cookie("last=" + id).cookie("seen=yes");
}

static lambent::result<http::response> place(const http::request& request) {
  const auto placed = request.json<order>();
  if (!placed) return http::response::text(placed.error().message, 400);
  if (placed->quantity < 1) return lambent::failure{"NothingOrdered", "quantity is below 1"};
  return http::response::json(*placed, 201);
}

int main() {
  http::router app;
  app.get("/orders/{id}", show);
  app.post("/orders", place);
  app.get("/pixel", [](const http::request&) {
    return http::response::bytes(std::string("GIF89a\x01\x00", 8), "image/gif");
  });
  return lambent::run(app);
}
