#include "aws/protocol/error_body.hpp"

#include <doctest/doctest.h>

using namespace lambent::aws;

namespace {

void check(const response& answer, std::string_view code, std::string_view message,
           std::string_view request_id = {}) {
  refusal_text said = read_refusal(answer);
  CHECK(said.code == code);
  CHECK(said.message == message);
  CHECK(said.request_id == request_id);
}

}  // namespace

TEST_CASE("Lambda's refusals have their code in a header") {
  check({.status = 404,
         .headers = {{"x-amzn-errortype", "ResourceNotFoundException:http://internal.amazon.com/x"},
                     {"x-amzn-requestid", "r1"}},
         .body = R"({"Type":"User","Message":"Function not found: f"})"},
        "ResourceNotFoundException", "Function not found: f", "r1");
}

TEST_CASE("JSON refusals have their code in the body") {
  check({.status = 400, .body = R"({"__type":"com.amazonaws.logs#X","message":"m"})"}, "X", "m");
  check({.status = 400, .body = R"({"code":"Y","errorMessage":"n"})"}, "Y", "n");
}

TEST_CASE("query and S3 refusals are XML") {
  check({.status = 403,
         .body = "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error>"
                 "<Type>Sender</Type><Code>ExpiredToken</Code><Message>The security token &amp; "
                 "so</Message></Error><RequestId>r2</RequestId></ErrorResponse>"},
        "ExpiredToken", "The security token & so", "r2");
  check(
      {.status = 404,
       .headers = {{"x-amz-request-id", "r3"}},
       .body = "\n<?xml version=\"1.0\"?>\n<Error><Code>NoSuchBucket</Code><Message>The specified "
               "bucket does not exist</Message><RequestId>other</RequestId></Error>"},
      "NoSuchBucket", "The specified bucket does not exist", "r3");
}

TEST_CASE("what is no refusal of AWS leaves code and message empty") {
  for (const char* body :
       {"", "  ", "<html><body>Bad gateway", "<html></html>", "nonsense", "[]", "{\"message\":7}"})
    check({.status = 502, .headers = {}, .body = body}, "", "");
}
