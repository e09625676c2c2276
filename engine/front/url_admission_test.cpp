#include "engine/front/url_admission.hpp"

#include <doctest/doctest.h>

using namespace lambent;
using namespace lambent::engine;

namespace {

model::function_ptr version(std::string_view name, std::string_view account,
                            std::string_view number = "$LATEST") {
  model::function f;
  f.account = account;
  f.region = "us-east-1";
  f.name = name;
  f.version = number;
  return std::make_shared<const model::function>(f);
}

model::resource_policy open_to_all() {
  model::policy_statement url, invoke;
  url.action = "lambda:InvokeFunctionUrl";
  url.function_url_auth_type = model::url_auth_type::none;
  invoke.action = "lambda:InvokeFunction";
  invoke.invoked_via_function_url = true;
  url.principal = invoke.principal = "*";
  return {{url, invoke}, {}};
}

const std::string signature =
    "AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/lambda/aws4_request, "
    "SignedHeaders=host;x-amz-date, Signature=" +
    std::string(64, 'a');

// Functions f (with the alias live, and URLs on both), only (of another account), twice (of two).
struct door {
  door() {
    model::function_record f;
    f.latest = version("f", "000000000000");
    f.versions[1] = version("f", "000000000000", "1");
    f.aliases["live"] = {.version = "1", .description = {}, .revision_id = {}, .additional = {}};
    f.urls[""].id = "public";
    f.urls["live"].id = "signed";
    f.urls["live"].auth_type = model::url_auth_type::aws_iam;
    f.urls["live"].mode = model::invoke_mode::response_stream;
    f.urls["live"].cors.emplace().allow_origins = {"*"};
    f.policies[""] = open_to_all();
    add(std::move(f));
    for (const char* account : {"111111111111", "222222222222"}) {
      model::function_record other;
      other.latest = version("twice", account);
      add(std::move(other));
    }
    model::function_record only;
    only.latest = version("only", "111111111111");
    add(std::move(only));
  }
  void add(model::function_record&& made) {
    (void)known.apply({std::make_shared<const model::function_record>(std::move(made)), false});
  }
  auto ask(std::string method, std::string target, http::headers headers = {}) {
    http::request r{std::move(method), std::move(target), std::move(headers), {}};
    return admit(r, {known, routing, "000000000000", "us-east-1"});
  }
  // "<ARN> <API id> <target>", or "<status> <body>".
  std::string told(std::string method, std::string target, http::headers headers = {}) {
    auto in = ask(std::move(method), std::move(target), std::move(headers));
    if (!in) return std::to_string(in.error().status) + " " + in.error().body;
    return in->invoked_arn.substr(15) + " " + in->api_id + " " + in->target;
  }
  api::registry known;
  url::routing routing;
};

http::headers host(std::string_view id) {
  http::headers h;
  h.add("Host", std::string(id) + ".lambda-url.us-east-1.localhost:4566");
  return h;
}

}  // namespace

TEST_CASE("a host or a path addresses a function, and AWS's own paths do not") {
  CHECK(addresses_function({"GET", "/", host("x"), {}}));
  CHECK(addresses_function({"GET", "/lambda-url/f", {}, {}}));
  CHECK_FALSE(addresses_function({"POST", "/2015-03-31/functions/f/invocations", {}, {}}));
}

TEST_CASE("a function URL calls what it belongs to, in its mode") {
  door d;
  auto in = d.ask("GET", "/a?b", host("public"));
  REQUIRE(in);
  CHECK(in->function->version == "$LATEST");
  CHECK(in->invoked_arn == "arn:aws:lambda:us-east-1:000000000000:function:f");
  CHECK(in->target == "/a?b");
  CHECK(in->mode == url_mode::buffered);
  CHECK_FALSE(in->signer);
  http::headers signed_headers = host("SIGNED");
  signed_headers.add("Authorization", signature);
  signed_headers.add("X-Amz-Date", "20260101T120000Z");
  auto alias = d.ask("GET", "/", signed_headers);
  REQUIRE(alias);
  CHECK(alias->function->version == "1");
  CHECK(alias->invoked_arn == "arn:aws:lambda:us-east-1:000000000000:function:f:live");
  CHECK(alias->api_id == "signed");
  CHECK(alias->mode == url_mode::response_stream);
  CHECK(alias->signer->access_key == "AKID");
  CHECK(alias->cors);
}

TEST_CASE("who may not call is forbidden, in AWS's words, and a header says why") {
  door d;
  const std::string forbidden =
      R"(403 {"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: )"
      R"(https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"})";
  CHECK(d.told("GET", "/", host("signed")) == forbidden);
  CHECK(d.told("GET", "/", host("nobody")) == R"(403 {"Message":null})");
  auto unknown = d.ask("GET", "/", host("nobody"));
  CHECK(unknown.error().headers.get("x-amzn-ErrorType") == "AccessDeniedException");
  CHECK(unknown.error().headers.get("X-Lambent-Error") == "no function URL has the id nobody");
  model::function_record closed;
  closed.latest = version("closed", "000000000000");
  closed.urls[""].id = "closed";
  d.add(std::move(closed));
  CHECK(d.told("GET", "/", host("closed")) == forbidden);
}

TEST_CASE("a preflight to a URL with CORS is answered without a signature, and no other OPTIONS") {
  door d;
  http::headers preflight = host("signed");
  preflight.add("Origin", "https://a.example");
  CHECK(d.told("OPTIONS", "/", preflight).starts_with("403 "));
  preflight.add("Access-Control-Request-Method", "PUT");
  auto answer = d.ask("OPTIONS", "/", preflight);
  CHECK(answer.error().status == 200);
  CHECK(answer.error().headers.get("Access-Control-Allow-Origin") == "*");
  http::headers without = host("public");
  without.add("Origin", "https://a.example");
  without.add("Access-Control-Request-Method", "PUT");
  CHECK(d.told("OPTIONS", "/", without) == "us-east-1:000000000000:function:f public /");
}

TEST_CASE("a path names a function of the caller's, or the only one of that name") {
  door d;
  CHECK(d.told("GET", "/lambda-url/f/x?y") == "us-east-1:000000000000:function:f f /x?y");
  CHECK(d.told("GET", "/lambda-url/f:live") == "us-east-1:000000000000:function:f:live f /");
  CHECK(d.told("GET", "/lambda-url/only/") == "us-east-1:111111111111:function:only only /");
  CHECK(d.ask("GET", "/lambda-url/f")->mode == url_mode::as_answered);
  CHECK(d.told("GET", "/lambda-url/nobody/") ==
        R"(404 {"title":"Missing function","detail":"There is no function nobody. )"
        R"(Available functions: f, only, twice"})");
  CHECK(d.told("GET", "/lambda-url/f:9/").find("There is no function f:9.") != std::string::npos);
  CHECK(d.told("GET", "/lambda-url/twice/").starts_with(R"(404 {"title":"Ambiguous function")"));
}

TEST_CASE("configured routes name functions, with path parameters; a default takes what is left") {
  door d;
  CHECK(d.told("GET", "/other").starts_with(R"(404 {"title":"Missing route")"));
  d.routing.routes =
      std::move(url::router::make(
                    {{"GET", "/orders/{id}", "f"}, {"", "/any", "only"}, {"", "/gone", "nobody"}})
                    .value());
  auto in = d.ask("GET", "/orders/7?x");
  REQUIRE(in);
  CHECK(in->target == "/orders/7?x");
  CHECK(in->route_key == "GET /orders/{id}");
  CHECK(in->path_parameters == std::vector<std::pair<std::string, std::string>>{{"id", "7"}});
  CHECK(d.ask("PUT", "/any")->route_key == "ANY /any");
  auto refused = d.ask("PUT", "/orders/7");
  CHECK(refused.error().status == 405);
  CHECK(refused.error().headers.get("Allow") == "GET");
  CHECK(d.told("GET", "/gone").find("There is no function nobody.") != std::string::npos);
  d.routing.default_function = "only";
  CHECK(d.told("GET", "/other") == "us-east-1:111111111111:function:only only /other");
  CHECK(d.ask("PUT", "/orders/7").error().status == 405);
}

TEST_CASE("a function that is served by path and by route may have a URL's CORS") {
  door d;
  d.routing.routes = std::move(url::router::make({{"PUT", "/thing", "f"}}).value());
  d.routing.cors["f"].allow_origins = {"https://a.example"};
  http::headers preflight;
  preflight.add("Origin", "https://a.example");
  preflight.add("Access-Control-Request-Method", "PUT");
  for (const char* target : {"/lambda-url/f/x", "/thing"}) {
    auto answer = d.ask("OPTIONS", target, preflight);
    REQUIRE_FALSE(answer);
    CHECK(answer.error().status == 200);
    CHECK(answer.error().headers.get("Access-Control-Allow-Origin") == "https://a.example");
  }
  REQUIRE(d.ask("PUT", "/thing")->cors);
  CHECK_FALSE(d.ask("GET", "/lambda-url/only/")->cors);
  // What is no preflight is the function's, or no route's.
  CHECK(d.told("OPTIONS", "/lambda-url/f/x") == "us-east-1:000000000000:function:f f /x");
  CHECK(d.ask("OPTIONS", "/thing").error().status == 405);
}

TEST_CASE("a preflight is answered by the asked method's route, not by a route of all methods") {
  door d;
  d.routing.routes =
      std::move(url::router::make({{"", "/{proxy+}", "only"}, {"PUT", "/thing", "f"}}).value());
  d.routing.cors["f"].allow_origins = {"https://a.example"};
  http::headers preflight;
  preflight.add("Origin", "https://a.example");
  preflight.add("Access-Control-Request-Method", "PUT");
  auto answer = d.ask("OPTIONS", "/thing", preflight);
  REQUIRE_FALSE(answer);
  CHECK(answer.error().headers.get("Access-Control-Allow-Origin") == "https://a.example");
  CHECK(d.told("OPTIONS", "/else", preflight) == "us-east-1:111111111111:function:only only /else");
}
