#include <lambent/events/eventbridge.hpp>
#include <lambent/lambent.hpp>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;

namespace {

struct money {
  std::string amount;
  std::string currency;
};
LAMBENT_JSON(money, amount, currency);

struct order_placed {
  std::string order;
  money total;
  json::unknown_members other;
};
LAMBENT_JSON(order_placed, order, total, other);

}  // namespace

TEST_CASE("EventBridge events survive a round trip, whatever their detail is") {
  check_round_trip<eventbridge::event<>>("eventbridge");
  check_round_trip<eventbridge::event<order_placed>>("eventbridge", {"total"});
  check_round_trip<eventbridge::scheduled_event>("eventbridge_scheduled");
  check_round_trip<eventbridge::scheduled_event>("eventbridge_scheduler");
}

TEST_CASE("an EventBridge event has the detail as a type, or as JSON for later") {
  const auto typed = parsed_sample<eventbridge::event<order_placed>>("eventbridge");
  CHECK(typed.detail_type == "Order Placed");
  CHECK(typed.resources.at(0) == "arn:aws:example:orders/1042");
  CHECK(typed.detail.total.amount == "19.90");

  const auto plain = parsed_sample<eventbridge::event<>>("eventbridge");
  CHECK(plain.detail.as<order_placed>()->order == "o-1042");
}

TEST_CASE("a schedule may be a rule's or EventBridge Scheduler's, whose detail is a string") {
  const auto rule = parsed_sample<eventbridge::scheduled_event>("eventbridge_scheduled");
  CHECK(rule.source == "aws.events");
  CHECK(rule.detail.text() == "{}");

  const auto scheduler = parsed_sample<eventbridge::scheduled_event>("eventbridge_scheduler");
  CHECK(scheduler.source == "aws.scheduler");
  CHECK(scheduler.detail.text() == R"("{}")");
  CHECK(scheduler.resources.at(0).ends_with(":schedule/default/every-morning"));
}

TEST_CASE("a handler takes an EventBridge event of its detail") {
  auto handle = [](const eventbridge::event<order_placed>& e) { return e.detail.total; };
  lambent::detail::answer out;
  out.begin();
  lambent::detail::invoke(handle, sample("eventbridge"), context{}, out);
  CHECK(out.body() == R"({"amount":"19.90","currency":"EUR"})");
}

TEST_CASE("what is no EventBridge event fails with the place") {
  CHECK(problem_of<eventbridge::event<>>(sample("sqs")) ==
        "$: the member \"detail-type\" is missing");
  CHECK(problem_of<eventbridge::event<>>(R"({"detail-type":"x","source":"y"})") ==
        "$: the member \"detail\" is missing");
  CHECK(problem_of<eventbridge::event<order_placed>>(
            R"({"detail-type":"x","source":"y","detail":{"order":"o","total":{"amount":1}}})") ==
        "$.detail.total.amount: expected a string, found a number 1");
}
