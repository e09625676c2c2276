#include <lambent/events/appsync_events.hpp>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;

namespace order_feed {

struct change {
  std::string order;
  int count = 0;
};
LAMBENT_JSON(change, order, count);

}  // namespace order_feed

TEST_CASE("AppSync Events survive a round trip") {
  check_round_trip<appsync_events::event<>>("appsync_events_publish", {"headers"});
  check_round_trip<appsync_events::event<>>("appsync_events_subscribe", {"headers"});
  check_round_trip<appsync_events::authorizer_request>("appsync_events_authorizer",
                                                       {"requestHeaders"});
}

TEST_CASE("a publish's messages are typed, and each is broadcast or refused") {
  const auto event =
      parsed_sample<appsync_events::event<order_feed::change>>("appsync_events_publish");
  CHECK(event.info.channel.segments.at(1) == "north");
  CHECK(event.info.operation == "PUBLISH");
  appsync_events::publish_response<order_feed::change> answer;
  for (const auto& [id, payload, other] : *event.events) {
    if (payload.count > 0) {
      answer.broadcast(id, payload);
    } else {
      answer.refuse(id, "nothing was ordered");
    }
  }
  CHECK(json::print(answer) ==
        R"({"events":[{"id":"5f7dfbd1","payload":{"order":"o-7","count":2}},)"
        R"({"id":"be7a1c0e","error":"nothing was ordered"}]})");
}

TEST_CASE("a subscribe has no messages, and its answer is an error or nothing") {
  const auto event = parsed_sample<appsync_events::event<>>("appsync_events_subscribe");
  CHECK_FALSE(event.events.has_value());
  CHECK(event.identity->as<appsync::oidc_identity>()->sub == "u-118");
  CHECK(json::print(appsync_events::subscribe_response{}) == "{}");
  CHECK(json::print(appsync_events::subscribe_response{"members only"}) ==
        R"({"error":"members only"})");
}

TEST_CASE("what is no event of AppSync Events fails with the place") {
  CHECK(problem_of<appsync_events::event<>>(sample("appsync_resolver")) ==
        "$.info: the member \"channel\" is missing");
  CHECK(problem_of<appsync_events::authorizer_request>(sample("appsync_authorizer")) ==
        "$.requestContext: the member \"operation\" is missing");
  CHECK(problem_of<appsync_events::event<order_feed::change>>(
            R"({"info":{"channel":{"path":"/a"},"operation":"PUBLISH"},)"
            R"("events":[{"id":"1","payload":{"order":"o","count":"2"}}]})") ==
        "$.events[0].payload.count: expected an integer, found a string \"2\"");
}
