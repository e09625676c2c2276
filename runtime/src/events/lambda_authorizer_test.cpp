#include <lambent/events/lambda_authorizer.hpp>
#include <lambent/lambent.hpp>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;
namespace authorizer = lambent::events::lambda_authorizer;

namespace {

const std::initializer_list<std::string_view> maps = {"headers",
                                                      "multiValueHeaders",
                                                      "queryStringParameters",
                                                      "multiValueQueryStringParameters",
                                                      "pathParameters",
                                                      "stageVariables"};

}  // namespace

TEST_CASE("authorizer events survive a round trip") {
  check_round_trip<authorizer::token_event>("authorizer_token");
  check_round_trip<authorizer::request_event>("authorizer_request", maps);
  check_round_trip<authorizer::request_event>("authorizer_http_v1", maps);
  check_round_trip<authorizer::http_event>("authorizer_http_v2", maps);
}

TEST_CASE("authorizer events are typed") {
  CHECK(parsed_sample<authorizer::token_event>("authorizer_token").authorization_token ==
        "Bearer let-me-in");

  const auto rest = parsed_sample<authorizer::request_event>("authorizer_request");
  CHECK(rest.multi_value_query_string_parameters->at("lines").size() == 2);
  CHECK(rest.request_context.identity.client_cert->validity.not_after ==
        "Jan  1 00:00:00 2034 GMT");
  CHECK_FALSE(rest.stage_variables.has_value());
  CHECK_FALSE(rest.version.has_value());
  CHECK(parsed_sample<authorizer::request_event>("authorizer_http_v1").version == "1.0");

  const auto http = parsed_sample<authorizer::http_event>("authorizer_http_v2");
  CHECK(http.identity_source->at(0) == "let-me-in");
  CHECK(http.request_context.http.method == "GET");
  CHECK(http.request_context.time_epoch.time().time_since_epoch().count() == 1706933106789);
  CHECK(http.request_context.authentication->client_cert->subject_dn == "CN=till-4,O=Example Shop");
}

TEST_CASE("an authorizer answers a policy, or yes and no") {
  auto by_policy = [](const authorizer::token_event& e) {
    auto response = e.authorization_token == "Bearer let-me-in"
                        ? authorizer::allow("till-4", e.method_arn)
                        : authorizer::deny("nobody", e.method_arn);
    response.context.emplace().set("shop", json::raw(R"("north")"));
    return response;
  };
  lambent::detail::answer out;
  out.begin();
  lambent::detail::invoke(by_policy, sample("authorizer_token"), context{}, out);
  CHECK(out.body() ==
        R"({"principalId":"till-4","policyDocument":{"Version":"2012-10-17","Statement":[)"
        R"({"Effect":"Allow","Action":["execute-api:Invoke"],"Resource":[)"
        R"("arn:aws:execute-api:ca-central-1:210987654321:k3x9example/prod/GET/orders/1042"]}]},)"
        R"("context":{"shop":"north"}})");
  CHECK(canonical(json::print(authorizer::deny("nobody", "*"))).find(R"("Effect":"Deny")") !=
        std::string::npos);

  authorizer::simple_response simple;
  CHECK(json::print(simple) == R"({"isAuthorized":false})");
  simple.is_authorized = true;
  simple.context.emplace().set("shop", json::raw("7"));
  CHECK(json::print(simple) == R"({"isAuthorized":true,"context":{"shop":7}})");
}

TEST_CASE("what is no authorizer event fails with the place") {
  CHECK(problem_of<authorizer::token_event>(sample("authorizer_request")) ==
        "$: the member \"authorizationToken\" is missing");
  CHECK(problem_of<authorizer::request_event>(sample("authorizer_token")) ==
        "$: the member \"requestContext\" is missing");
  CHECK(problem_of<authorizer::http_event>(sample("authorizer_request")) ==
        "$.requestContext: the member \"http\" is missing");
  CHECK(problem_of<authorizer::http_event>(R"({"requestContext":{"http":{}}})") ==
        "$: the member \"routeArn\" is missing");
}
