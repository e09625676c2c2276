#include "cli/invoke/invoke.hpp"

#include <stdlib.h>

#include "cli/command_line/testing.hpp"

using namespace lambent::cli;

TEST_CASE("invoke takes the event from one source") {
  CHECK(testing::parsed(describe_invoke, {"f", "-A", ""}).data_ascii == "");
  CHECK(testing::parsed(describe_invoke, {"f", "-F", "-"}).data_file == "-");
  CHECK(testing::refused(describe_invoke, {"f", "-A", "1", "-F", "x"}).code == exit_code::usage);
}

TEST_CASE("an invoke request names function, qualifier, scope and log tail") {
  ::setenv("AWS_ACCESS_KEY_ID", "123456789012", 1);
  http_request request = invoke_request({.name = "f:live",
                                         .data_ascii = {},
                                         .data_file = {},
                                         .endpoint_url = "http://h:1/",
                                         .region = "eu-west-1",
                                         .qualifier = "$LATEST",
                                         .tail = true},
                                        "{}");
  ::unsetenv("AWS_ACCESS_KEY_ID");
  CHECK(request.url == "http://h:1/2015-03-31/functions/f%3Alive/invocations?Qualifier=%24LATEST");
  CHECK(request.body == "{}");
  REQUIRE(request.headers.size() == 5);
  std::string date = request.headers[0].second.substr(0, 8);
  CHECK(request.headers[1].first == "Authorization");
  CHECK(request.headers[1].second ==
        "AWS4-HMAC-SHA256 Credential=123456789012/" + date +
            "/eu-west-1/lambda/aws4_request, SignedHeaders=host;x-amz-date, Signature=" +
            std::string(64, '0'));
  CHECK(request.headers[4] == std::pair<std::string, std::string>("X-Amz-Log-Type", "Tail"));
}

TEST_CASE("the endpoint comes from the flag, then the environment, then the default") {
  for (const char* name : {"LAMBENT_ENDPOINT_URL", "AWS_ENDPOINT_URL_LAMBDA", "AWS_ENDPOINT_URL"})
    ::unsetenv(name);
  CHECK(endpoint_for("") == "http://127.0.0.1:4566");
  ::setenv("AWS_ENDPOINT_URL", "http://c/", 1);
  CHECK(endpoint_for("") == "http://c");
  ::setenv("AWS_ENDPOINT_URL_LAMBDA", "http://b", 1);
  CHECK(endpoint_for("") == "http://b");
  ::setenv("LAMBENT_ENDPOINT_URL", "http://a", 1);
  CHECK(endpoint_for("") == "http://a");
  CHECK(endpoint_for("http://flag//") == "http://flag");
}

TEST_CASE("AWS's error answers become one line") {
  CHECK(describe_aws_error(
            {.status = 404,
             .headers = {{"x-amzn-errortype", "ResourceNotFoundException:http://internal/"}},
             .body = R"({"Type":"User","Message":"Function not found: f"})"}) ==
        "ResourceNotFoundException: Function not found: f");
  CHECK(describe_aws_error(
            {.status = 400, .headers = {}, .body = R"({"__type":"X","message":"m"})"}) == "X: m");
  CHECK(describe_aws_error({.status = 502, .headers = {}, .body = "<html>"}) == "HTTP status 502");
}
