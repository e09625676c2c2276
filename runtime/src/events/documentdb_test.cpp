#include <lambent/events/documentdb.hpp>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;

namespace berth_book {

struct berth {
  std::string quay;
  int metres = 0;
  json::unknown_members other;
};
LAMBENT_JSON(berth, quay, metres, other);

}  // namespace berth_book

TEST_CASE("a change stream of DocumentDB survives a round trip") {
  check_round_trip<documentdb::event<>>("documentdb");
  check_round_trip<documentdb::event<berth_book::berth>>("documentdb");
}

TEST_CASE("each change has what its operation gives, and documents are typed") {
  const auto event = parsed_sample<documentdb::event<berth_book::berth>>("documentdb");
  REQUIRE(event.events.size() == 5);
  const auto& insert = event.events[0].event;
  CHECK(insert.operation_type == "insert");
  CHECK(insert.full_document->metres == 42);
  CHECK(insert.cluster_time->value.t == 1930282877);
  CHECK(insert.ns->coll == "berths");
  const auto& update = event.events[1].event;
  CHECK(*update.document_key->id.as<int>() == 7);
  CHECK(*update.update_description->updated_fields->get<int>("metres") == 40);
  CHECK(update.update_description->removed_fields->at(0) == "boat");
  CHECK(update.update_description->truncated_arrays->at(0).new_size == 2);
  CHECK(event.events[2].event.to->coll == "moorings");
  CHECK_FALSE(event.events[3].event.ns->coll.has_value());
  CHECK_FALSE(event.events[4].event.ns.has_value());
}

TEST_CASE("what is no change of DocumentDB fails with the place") {
  CHECK(problem_of<documentdb::event<>>("{}") == "$: the member \"events\" is missing");
  CHECK(problem_of<documentdb::event<>>(R"({"events":[{"event":{}}]})") ==
        "$.events[0].event: the member \"operationType\" is missing");
  CHECK(problem_of<documentdb::event<berth_book::berth>>(
            R"({"events":[{"event":{"operationType":"insert","fullDocument":{"quay":"n"}}}]})") ==
        "$.events[0].event.fullDocument: the member \"metres\" is missing");
}
