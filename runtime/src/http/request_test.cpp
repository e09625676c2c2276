#include <doctest/doctest.h>
#include <lambent/http.hpp>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

using namespace lambent;

namespace {

std::string sample(const std::string& name) {
  std::ifstream file(std::string(LAMBENT_HTTP_SAMPLES) + "/" + name + ".json");
  REQUIRE_MESSAGE(file.good(), name);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

http::request request_of(const std::string& event) {
  auto made = http::request::from_event(event);
  REQUIRE_MESSAGE(made.has_value(), (made ? "" : made.error().message));
  return *std::move(made);
}

std::string problem_of(std::string_view event) {
  const auto made = http::request::from_event(event);
  return made ? "" : made.error().message;
}

using views = std::vector<std::string_view>;

}  // namespace

TEST_CASE("a REST API's event is a request, and repeated headers and parameters are all there") {
  const std::string event = sample("rest_api");
  const http::request r = request_of(event);
  CHECK(r.origin() == http::origin::rest_api);
  CHECK(r.method() == "POST");
  CHECK(r.raw_path() == "/orders/o-17");
  CHECK(r.headers().all("accept-language") == views{"en", "de"});
  CHECK(r.header("ACCEPT") == "text/html");
  CHECK(r.query().all("tag") == views{"a&b", "b c"});
  CHECK(r.query_string() == "tag=a%26b&tag=b%20c&page=2");
  CHECK(r.cookie("session") == "s1");
  CHECK(r.cookie("theme") == "dark");
  CHECK(r.path_parameter("id") == "o-17");
  CHECK(r.stage_variables().get("table") == "orders-test");
  CHECK(r.body() == R"({"quantity": 4, "note": "it's \"ok\""})");
  CHECK(r.json<json::object>()->get<int>("quantity").value_or(0) == 4);
  CHECK(r.context().request_id == "c0ffee00-0000-4000-8000-000000000001");
  CHECK(r.context().stage == "test");
  CHECK(r.context().source_ip == "203.0.113.7");
  CHECK(r.context().user_agent == "curl/8.1");
  CHECK(r.context().route == "/orders/{id}");
  CHECK(r.context().time.time_since_epoch().count() == 1767323045678);
  CHECK(r.claim("email") == "ada@example.com");
  CHECK(r.authorizer_value("role") == "clerk");
  CHECK(r.authorizer_value("level") == "3");
  CHECK(r.authorizer_value("nobody").empty());
}

TEST_CASE("an HTTP API's event keeps the query as it was sent, and its cookies") {
  const std::string event = sample("http_api");
  const http::request r = request_of(event);
  CHECK(r.origin() == http::origin::http_api);
  CHECK(r.method() == "GET");
  CHECK(r.raw_path() == "/prod/orders/o%2F17");
  CHECK(r.query_string() == "tag=a%26b&tag=b+c&flag&page=2");
  CHECK(r.query().all("tag") == views{"a&b", "b c"});
  CHECK(r.query().contains("flag"));
  CHECK(r.query("missing", "none") == "none");
  CHECK(r.cookie("session") == "s1");
  CHECK(r.cookie("theme") == "dark=er");
  CHECK(r.body() == std::string_view("\0\x01\xFF", 3));
  CHECK(r.claim("sub") == "sub-2");
  CHECK(r.authorizer_value("role") == "clerk");
  CHECK(r.context().route == "GET /orders/{id}");
}

TEST_CASE("a function URL, a load balancer and a WebSocket API are told apart") {
  const std::string url = sample("function_url");
  CHECK(request_of(url).origin() == http::origin::function_url);
  CHECK(request_of(url).method() == "DELETE");
  CHECK(request_of(url).context().authorizer.empty());

  const std::string balancer = sample("load_balancer");
  const http::request b = request_of(balancer);
  CHECK(b.origin() == http::origin::load_balancer);
  CHECK(b.query("q") == "a b&c");
  CHECK(b.query("x[]") == "1");
  CHECK(b.context().source_ip == "203.0.113.7");
  CHECK(b.context().target_group_arn.ends_with("0123456789abcdef"));
  CHECK_FALSE(b.multi_value());

  const std::string multi = sample("load_balancer_multi");
  const http::request m = request_of(multi);
  CHECK(m.headers().all("accept") == views{"text/html", "application/json"});
  CHECK(m.query().all("q") == views{"a b", "c"});
  CHECK(m.multi_value());

  const std::string socket = sample("websocket");
  const http::request w = request_of(socket);
  CHECK(w.origin() == http::origin::websocket_api);
  CHECK(w.context().route == "sendMessage");
  CHECK(w.context().event_type == "MESSAGE");
  CHECK(w.context().connection_id == "K1x2Yc4zoAMCJqw=");
  CHECK(w.body() == R"({"action":"sendMessage","text":"hi"})");
}

TEST_CASE("both of VPC Lattice's event structures are requests") {
  const std::string first = sample("vpc_lattice_v1");
  const http::request a = request_of(first);
  CHECK(a.origin() == http::origin::vpc_lattice);
  CHECK(a.method() == "PUT");
  CHECK(a.raw_path() == "/orders");
  CHECK(a.query().all("tag") == views{"a b", "c"});
  CHECK(a.body() == "hello");

  const std::string second = sample("vpc_lattice_v2");
  const http::request b = request_of(second);
  CHECK(b.origin() == http::origin::vpc_lattice);
  CHECK(b.headers().all("accept") == views{"text/html", "application/json"});
  CHECK(b.query().all("tag") == views{"a b", "c"});
  CHECK(b.cookie("session") == "s1");
  CHECK(b.context().time.time_since_epoch().count() == 1767323045678);
}

TEST_CASE("the stage is in the path as the policy says") {
  using http::stage_policy;
  const std::string named = sample("http_api");
  const http::request h = request_of(named);
  CHECK(h.path() == "/prod/orders/o%2F17");
  CHECK(h.path(stage_policy::strip_stage) == "/orders/o%2F17");
  CHECK(h.path(stage_policy::with_stage) == "/prod/orders/o%2F17");
  const std::string rest = sample("rest_api");
  const http::request r = request_of(rest);
  CHECK(r.path(stage_policy::strip_stage) == "/orders/o-17");
  CHECK(r.path(stage_policy::with_stage) == "/test/orders/o-17");
  const std::string url = sample("function_url");
  CHECK(request_of(url).path(stage_policy::with_stage) == "/hello");

  const auto stripped = [](const std::string& path) {
    const std::string event = R"({"version":"2.0","rawPath":")" + path +
                              R"(","requestContext":{"stage":"v1","http":{"method":"GET"}}})";
    return request_of(event).path(stage_policy::strip_stage);
  };
  CHECK(stripped("/v1") == "/");
  CHECK(stripped("/v1/") == "/");
  CHECK(stripped("/v10/a") == "/v10/a");
  CHECK(stripped("/a/v1") == "/a/v1");
}

TEST_CASE("a form is decoded, and what needs no decoding is a view into the event") {
  const std::string event =
      R"({"version":"2.0","rawPath":"/","body":"a=1&b=x+y%21&a=2","requestContext":{"http":{"method":"POST"}}})";
  http::request r = request_of(event);
  const auto form = r.form();
  CHECK(form.all("a") == views{"1", "2"});
  CHECK(form.get("b") == "x y!");
  CHECK(r.body().data() > event.data());
  CHECK(r.body().data() < event.data() + event.size());
}

TEST_CASE("what is no HTTP event is refused with what it looks like and what is missing") {
  const std::string no =
      "the event is no HTTP request of API Gateway, a function URL, an Application Load Balancer "
      "or "
      "VPC Lattice: ";
  CHECK(problem_of("[]") == no + "it is not a JSON object");
  CHECK(problem_of("") == no + "it is not a JSON object");
  CHECK(problem_of(R"({"Records":[]})") ==
        no + "it has \"Records\", as queues, topics and buckets send");
  CHECK(problem_of(R"({"id":1})") ==
        no + R"("requestContext" and "httpMethod" are missing; it begins with "id")");
  CHECK(problem_of("{}") == no + R"("requestContext" and "httpMethod" are missing)");
  CHECK(problem_of(R"({"requestContext":{"stage":"x"}})") ==
        no + "its requestContext has none of http, elb, connectionId and serviceNetworkArn, and "
             "\"httpMethod\" is missing");
  CHECK(
      problem_of(R"({"version":"2.0","requestContext":{"http":{"method":"GET"}}})") ==
      R"(the event looks like a request of API Gateway HTTP API, but its member "rawPath" is missing)");
  CHECK(
      problem_of(R"({"version":"2.0","rawPath":"/","requestContext":{"http":{}}})") ==
      R"(the event looks like a request of API Gateway HTTP API, but its member "requestContext.http.method" is missing)");
  CHECK(
      problem_of(R"({"httpMethod":"GET","resource":"/"})") ==
      R"(the event looks like a request of API Gateway REST API, but its member "path" is missing)");
  CHECK(problem_of(R"({"httpMethod":"GET","path":"/","headers":{"a":1}})") ==
        R"(read the member "headers" of the HTTP event: $.a: expected a string, found a number 1)");
  CHECK(problem_of(R"({"httpMethod":"GET","path":"/","body":"*","isBase64Encoded":true})") ==
        "decode the HTTP event's body: it says base64 and is not");
  CHECK(problem_of(R"({"httpMethod":"GET",)") ==
        "read the HTTP event: $: no valid JSON: a member's name is missing at byte 20");
}
