#include <lambent/events/connect.hpp>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;

namespace harbour_desk {

struct berth_wish {
  std::string boat;
  std::string length;
};
LAMBENT_JSON(berth_wish, boat, length);

}  // namespace harbour_desk

TEST_CASE("contacts of Amazon Connect survive a round trip") {
  check_round_trip<connect::event<>>("connect", {"Attributes", "Parameters", "Tags"});
  check_round_trip<connect::event<>>("connect_task", {"Attributes", "Parameters", "Tags"});
}

TEST_CASE("a contact is typed, and so are the block's parameters") {
  const auto event = parsed_sample<connect::event<harbour_desk::berth_wish>>("connect");
  CHECK(event.details.parameters.boat == "Nordlys");
  const connect::contact_data& contact = event.details.contact_data;
  CHECK(contact.channel == "VOICE");
  CHECK(contact.customer_endpoint->address == "+4755501234");
  CHECK(contact.queue->name == "harbour desk");
  CHECK(contact.media_streams->customer->audio->start_fragment_number == "913438523331814");
  const auto task = parsed_sample<connect::event<>>("connect_task");
  CHECK_FALSE(task.details.contact_data.queue.has_value());
  CHECK_FALSE(task.details.contact_data.media_streams->customer->audio.has_value());
}

TEST_CASE("what is no contact fails with the place") {
  CHECK(problem_of<connect::event<>>("{}") == "$: the member \"Details\" is missing");
  CHECK(problem_of<connect::event<>>(R"({"Details":{"ContactData":{}}})") ==
        "$.Details.ContactData: the member \"ContactId\" is missing");
  CHECK(problem_of<connect::event<harbour_desk::berth_wish>>(sample("connect_task")) ==
        "$.Details.Parameters: the member \"boat\" is missing");
}
