#include <lambent/events/ses.hpp>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;

TEST_CASE("a received email survives a round trip, and is typed") {
  check_round_trip<ses::event>("ses");
  const auto event = parsed_sample<ses::event>("ses");
  REQUIRE(event.records.size() == 1);
  const ses::content& content = event.records[0].ses;
  CHECK(content.mail.message_id == "tide7ebb0fjord");
  CHECK(content.mail.common_headers.subject == "42 metres");
  CHECK(content.mail.common_headers.cc->at(0) == "kari@boats.example");
  CHECK_FALSE(content.mail.common_headers.bcc.has_value());
  CHECK(content.receipt.dkim_verdict.status == "GRAY");
  CHECK(content.receipt.dmarc_policy == "reject");
  CHECK(content.receipt.processing_time_millis == 574);
  CHECK(content.receipt.action.invocation_type == "RequestResponse");
}

TEST_CASE("the answer tells SES how to go on") {
  CHECK(json::print(ses::response{}) == R"({"disposition":"CONTINUE"})");
  CHECK(json::print(ses::response{ses::disposition::stop_rule_set}) ==
        R"({"disposition":"STOP_RULE_SET"})");
}

TEST_CASE("what is no email fails with the place") {
  CHECK(problem_of<ses::event>(R"({"Records":[{"eventSource":"aws:sqs"}]})") ==
        "$.Records[0]: the member \"ses\" is missing");
  CHECK(problem_of<ses::event>(R"({"Records":[{"ses":{"mail":{}}}]})") ==
        "$.Records[0].ses.mail: the member \"messageId\" is missing");
}
