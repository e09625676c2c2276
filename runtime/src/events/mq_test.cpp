#include <lambent/events/activemq.hpp>
#include <lambent/events/rabbitmq.hpp>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;

TEST_CASE("ActiveMQ and RabbitMQ batches survive a round trip") {
  check_round_trip<activemq::event>("activemq", {"properties"});
  check_round_trip<rabbitmq::event>("rabbitmq", {"rmqMessagesByQueue", "headers"});
}

TEST_CASE("an ActiveMQ message is typed") {
  const auto event = parsed_sample<activemq::event>("activemq");
  REQUIRE(event.messages.size() == 2);
  const activemq::message& first = event.messages[0];
  CHECK(first.data.bytes() == "total=19.90");
  CHECK(first.destination->physical_name == "invoices");
  CHECK(first.correlation_id == "invoice-88");
  CHECK(first.broker_in_time->time().time_since_epoch().count() == 1706933106003);
  CHECK(*first.properties->get<int>("retries") == 2);
  CHECK_FALSE(first.reply_to.has_value());
  CHECK(event.messages[1].data.bytes() == std::string("\0\x01\xff", 3));
}

TEST_CASE("a RabbitMQ message is typed, with its headers' text") {
  const auto event = parsed_sample<rabbitmq::event>("rabbitmq");
  REQUIRE(event.rmq_messages_by_queue.at("parcels::/").size() == 1);
  const rabbitmq::message& first = event.rmq_messages_by_queue.at("parcels::/")[0];
  CHECK(first.redelivered);
  CHECK(first.basic_properties.header("carrier") == "Post€");
  CHECK_FALSE(first.basic_properties.header("weight").has_value());
  CHECK(*first.basic_properties.headers->get<int>("weight") == 1200);
  CHECK(first.basic_properties.body_size == 17);
  CHECK(*first.data.as<json::object>()->get<std::string>("parcel") == "p-55");
  CHECK_FALSE(rabbitmq::basic_properties{}.header("carrier").has_value());
}

TEST_CASE("what is no batch of a broker fails with the place") {
  CHECK(problem_of<activemq::event>(sample("rabbitmq")) == "$: the member \"messages\" is missing");
  CHECK(problem_of<rabbitmq::event>(sample("activemq")) ==
        "$: the member \"rmqMessagesByQueue\" is missing");
  CHECK(problem_of<activemq::event>(R"({"messages":[{"data":"aGk="}]})") ==
        "$.messages[0]: the member \"messageID\" is missing");
  CHECK(problem_of<rabbitmq::event>(R"({"rmqMessagesByQueue":{"q":[{"data":7}]}})") ==
        "$.rmqMessagesByQueue.q[0].data: expected a string, found a number 7");
}
