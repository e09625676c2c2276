#include <lambent/events/secrets_manager.hpp>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;

TEST_CASE("a rotation's step survives a round trip, and is typed") {
  check_round_trip<secrets_manager::rotation_event>("secrets_manager");
  const auto event = parsed_sample<secrets_manager::rotation_event>("secrets_manager");
  CHECK(event.step == secrets_manager::step::test_secret);
  CHECK(event.client_request_token == "0f9b5ad2-2f0d-4b5a-9c64-9a1f3d1f7c11");
  CHECK(event.rotation_token == "7c1d");
}

TEST_CASE("what is no step of a rotation fails with the place") {
  CHECK(problem_of<secrets_manager::rotation_event>("{}") == "$: the member \"Step\" is missing");
  CHECK(problem_of<secrets_manager::rotation_event>(R"({"Step":"rotate"})") ==
        R"($.Step: expected one of "createSecret", "setSecret", "testSecret", "finishSecret")");
}
