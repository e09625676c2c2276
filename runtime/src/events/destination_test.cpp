#include <lambent/events/destination.hpp>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;

namespace berth_queue {

struct wish {
  std::string boat;
  int metres = 0;
};
LAMBENT_JSON(wish, boat, metres);

struct error {
  std::string error_type;
  std::string error_message;
};
LAMBENT_JSON_AS(error, style::camel_case, error_type, error_message);

}  // namespace berth_queue

TEST_CASE("invocation records survive a round trip") {
  check_round_trip<destination::record<>>("destination_failure");
  check_round_trip<destination::record<>>("destination_expired");
  check_round_trip<destination::record<>>("destination_stream");
}

TEST_CASE("an invocation record has the event that failed, and why") {
  const auto failed = parsed_sample<destination::record<berth_queue::wish>>("destination_failure");
  CHECK(failed.request_context.approximate_invoke_count == 3);
  CHECK(failed.request_payload->metres == 42);
  CHECK(failed.response_context->function_error == "Unhandled");
  CHECK(failed.response_payload->as<berth_queue::error>()->error_type == "NoBerth");
  const auto expired = parsed_sample<destination::record<>>("destination_expired");
  CHECK_FALSE(expired.response_payload.has_value());
  const auto stream = parsed_sample<destination::record<>>("destination_stream");
  CHECK_FALSE(stream.request_payload.has_value());
  CHECK(stream.kinesis_batch_info->batch_size == 500);
  CHECK_FALSE(stream.ddb_stream_batch_info.has_value());
}

TEST_CASE("what is no invocation record fails with the place") {
  CHECK(problem_of<destination::record<>>("{}") == "$: the member \"requestContext\" is missing");
  CHECK(problem_of<destination::record<berth_queue::wish>>(
            R"({"requestContext":{"condition":"Success"},"requestPayload":{"boat":"a"}})") ==
        "$.requestPayload: the member \"metres\" is missing");
}
