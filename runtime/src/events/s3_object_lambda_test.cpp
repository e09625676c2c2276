#include <lambent/events/s3_object_lambda.hpp>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;

TEST_CASE("requests through S3 Object Lambda survive a round trip") {
  check_round_trip<s3_object_lambda::event>("s3_object_lambda_get", {"headers", "attributes"});
  check_round_trip<s3_object_lambda::event>("s3_object_lambda_list", {"headers", "attributes"});
}

TEST_CASE("the context says what was asked for, and by whom") {
  const auto get = parsed_sample<s3_object_lambda::event>("s3_object_lambda_get");
  REQUIRE(get.get_object_context);
  CHECK(get.get_object_context->output_route == "io-eun1-004");
  CHECK(get.user_identity.session_context->session_issuer->user_name == "desk");
  CHECK_FALSE(get.list_objects_v2_context.has_value());
  const auto list = parsed_sample<s3_object_lambda::event>("s3_object_lambda_list");
  CHECK_FALSE(list.get_object_context.has_value());
  CHECK(list.list_objects_v2_context->input_s3_url.find("list-type=2") != std::string::npos);
  CHECK_FALSE(list.user_identity.session_context.has_value());
}

TEST_CASE("answers to HeadObject and ListObjects") {
  s3_object_lambda::head_object_response head;
  head.headers.emplace()["Content-Length"] = "7";
  CHECK(json::print(head) == R"({"statusCode":200,"headers":{"Content-Length":"7"}})");
  s3_object_lambda::list_objects_response list;
  list.status_code = 403;
  list.error_code = "AccessDenied";
  CHECK(json::print(list) == R"({"statusCode":403,"errorCode":"AccessDenied"})");
}

TEST_CASE("what is no request through S3 Object Lambda fails with the place") {
  CHECK(problem_of<s3_object_lambda::event>("{}") == "$: the member \"userRequest\" is missing");
  CHECK(problem_of<s3_object_lambda::event>(R"({"getObjectContext":{}})") ==
        "$.getObjectContext: the member \"inputS3Url\" is missing");
}
