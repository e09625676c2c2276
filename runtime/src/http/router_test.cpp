#include <doctest/doctest.h>
#include <lambent/http.hpp>

#include <string>

using namespace lambent;
using http::request;
using http::response;

namespace {

std::string event_for(const std::string& method, const std::string& path) {
  return R"({"version":"2.0","rawPath":")" + path +
         R"(","requestContext":{"stage":"v1","http":{"method":")" + method + R"("}}})";
}

response answer(const http::router& app, const std::string& event) {
  auto incoming = request::from_event(event);
  REQUIRE(incoming.has_value());
  auto answered = app(*std::move(incoming), context{});
  REQUIRE_MESSAGE(answered.has_value(), (answered ? "" : answered.error().message));
  return *std::move(answered);
}

std::string body(const http::router& app, const std::string& method, const std::string& path) {
  const response r = answer(app, event_for(method, path));
  return std::to_string(r.status) + " " + r.body;
}

http::router shop() {
  http::router app;
  app.get("/", [](const request&) { return "home"; })
      .get("/orders/{id}",
           [](const request& r) { return "order " + std::string(r.path_parameter("id")); })
      .get("/orders/new", [](const request&) { return "a new one"; })
      .post("/orders", [](const request&) { return response::text("made", 201); })
      .put("/orders/{id}/lines/{line}",
           [](const request& r, const context&) {
             return std::string(r.path_parameter("id")) + ":" +
                    std::string(r.path_parameter("line"));
           })
      .get("/files/{path+}", [](const request& r) { return r.path_parameter("path"); })
      .any("/any", [](const request& r) { return r.method(); })
      .del("/orders/{id}", [](const request&) {});
  return app;
}

}  // namespace

TEST_CASE("a route is chosen by method and path, literal text before parameters") {
  const http::router app = shop();
  CHECK(body(app, "GET", "/") == "200 home");
  CHECK(body(app, "GET", "/v1") == "200 home");
  CHECK(body(app, "GET", "/orders/17") == "200 order 17");
  CHECK(body(app, "GET", "/orders/17/") == "200 order 17");
  CHECK(body(app, "GET", "/v1/orders/a%2Fb%20c") == "200 order a/b c");
  CHECK(body(app, "GET", "/orders/new") == "200 a new one");
  CHECK(body(app, "POST", "/orders") == "201 made");
  CHECK(body(app, "PUT", "/orders/1/lines/2") == "200 1:2");
  CHECK(body(app, "GET", "/files/a/b/c") == "200 a/b/c");
  CHECK(body(app, "PURGE", "/any") == "200 PURGE");
  CHECK(body(app, "DELETE", "/orders/1") == "204 ");
}

TEST_CASE("an unknown path is 404, an unknown method 405 with what is allowed") {
  http::router app = shop();
  CHECK(body(app, "GET", "/nothing") == R"(404 {"message":"Not Found"})");
  CHECK(body(app, "GET", "/files") == R"(404 {"message":"Not Found"})");
  CHECK(body(app, "GET", "/orders/1/lines") == R"(404 {"message":"Not Found"})");
  const response refused = answer(app, event_for("PATCH", "/orders/1"));
  CHECK(refused.status == 405);
  CHECK(refused.headers.get("allow") == "GET, DELETE, HEAD");
  CHECK(answer(app, event_for("OPTIONS", "/orders")).status == 204);
  CHECK(answer(app, event_for("OPTIONS", "/orders")).headers.get("allow") == "POST");
  app.not_found([](const request& r) { return response::text("no " + r.path(), 404); });
  CHECK(body(app, "GET", "/nothing") == "404 no /nothing");
}

TEST_CASE("HEAD is GET without a body") {
  const response r = answer(shop(), event_for("HEAD", "/orders/17"));
  CHECK(r.status == 200);
  CHECK(r.body.empty());
  CHECK(r.headers.get("content-type").starts_with("text/plain"));
}

TEST_CASE("WebSocket routes are chosen by their key, with $default for the rest") {
  http::router app;
  app.websocket("$connect", [](const request&) { return response::empty(200); })
      .websocket("$default", [](const request& r) { return std::string(r.body()); });
  const auto event = [](const std::string& route) {
    return R"({"body":"hi","requestContext":{"connectionId":"c","routeKey":")" + route + "\"}}";
  };
  CHECK(answer(app, event("$connect")).body.empty());
  CHECK(answer(app, event("other")).body == "hi");
  CHECK(answer(http::router(), event("other")).status == 404);
}

TEST_CASE("a malformed pattern is named by every request") {
  for (const char* const bad : {"orders", "/a{b}", "/{a", "/{}", "/{a+}/b", "/a}b", "/{a{b}}"}) {
    CAPTURE(bad);
    http::router app;
    app.get(bad, [](const request&) { return "x"; });
    CHECK(app.problem().find(bad) != std::string::npos);
    const std::string event = event_for("GET", "/");
    const auto answered = app(*request::from_event(event), context{});
    REQUIRE_FALSE(answered.has_value());
    CHECK(answered.error().type == "InvalidRoute");
  }
}

TEST_CASE("a router is a handler, and its handlers' failures are the invocation's") {
  http::router app;
  app.get("/",
          [](const request&) -> result<std::string> { return failure{"Down", "no database"}; });
  detail::answer out;
  out.begin();
  detail::invoke(app, event_for("GET", "/"), context{}, out);
  REQUIRE(out.failed());
  CHECK(out.why().type == "Down");
}
