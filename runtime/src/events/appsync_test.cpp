#include <lambent/events/appsync.hpp>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;

namespace order_api {

struct order_arguments {
  std::string id;
  bool deep = false;
};
LAMBENT_JSON(order_arguments, id, deep);

}  // namespace order_api

TEST_CASE("AppSync's resolver and authorizer events survive a round trip") {
  check_round_trip<appsync::resolver_event<>>("appsync_resolver", {"headers"});
  check_round_trip<std::vector<appsync::resolver_event<>>>("appsync_batch", {"headers"});
  check_round_trip<appsync::authorizer_request>("appsync_authorizer", {"requestHeaders"});
}

TEST_CASE("a resolver's arguments and its caller's identity are typed") {
  const auto event =
      parsed_sample<appsync::resolver_event<order_api::order_arguments>>("appsync_resolver");
  CHECK(event.arguments.id == "o-7");
  CHECK(event.arguments.deep);
  CHECK(event.info.field_name == "order");
  CHECK(event.info.selection_set_list.at(2) == "lines/sku");
  CHECK_FALSE(event.source.has_value());
  const auto who = event.identity->as<appsync::cognito_identity>();
  REQUIRE(who);
  CHECK(who->groups->at(0) == "editors");
  CHECK(*who->claims.get<int>("auth_time") == 1930282877);

  const auto batch = parsed_sample<std::vector<appsync::resolver_event<>>>("appsync_batch");
  REQUIRE(batch.size() == 2);
  CHECK(batch[0].identity->as<appsync::iam_identity>()->username == "AROAEXAMPLE:desk");
  CHECK(batch[0].prev->result.text() != "null");
  CHECK(batch[1].identity->as<appsync::lambda_identity>()->resolver_context.at("tenant") ==
        "fjord");
  CHECK(batch[1].identity->as<appsync::iam_identity>().error().message ==
        "$: the member \"userArn\" is missing");
  CHECK(round_trip<appsync::cognito_identity>(event.identity->text()) ==
        canonical(event.identity->text()));
}

TEST_CASE("an authorizer's answer says only what it means to say") {
  appsync::authorizer_response answer;
  answer.is_authorized = true;
  CHECK(json::print(answer) == R"({"isAuthorized":true})");
  answer.resolver_context.emplace()["tenant"] = "fjord";
  answer.denied_fields = {"Mutation.createOrder"};
  answer.ttl_override = 0;
  CHECK(json::print(answer) == R"({"isAuthorized":true,"resolverContext":{"tenant":"fjord"},)"
                               R"("deniedFields":["Mutation.createOrder"],"ttlOverride":0})");
}

TEST_CASE("what is no AppSync event fails with the place") {
  CHECK(problem_of<appsync::resolver_event<>>("{}") == "$: the member \"info\" is missing");
  CHECK(problem_of<std::vector<appsync::resolver_event<>>>(R"([{"info":{}}])") ==
        "$[0].info: the member \"fieldName\" is missing");
  CHECK(problem_of<appsync::authorizer_request>(R"({"authorizationToken":"a"})") ==
        "$: the member \"requestContext\" is missing");
}
