#include <doctest/doctest.h>

#include <set>

#include "engine/api/operation.hpp"
#include "engine/api/respond.hpp"
#include "engine/api/s3_host.hpp"
#include "engine/api/service.hpp"
#include "engine/model/session_token.hpp"

using namespace lambent;
using namespace lambent::api;

namespace {

std::string routed(std::string_view method, std::string_view target) {
  auto match = route(method, target);
  if (!match) return "none";
  std::string text(match->operation->name);
  for (const auto& [name, value] : match->parameters) text += " " + std::string(name) + "=" + value;
  return text;
}

// A target that fits the template: every parameter is "x".
std::string example(const operation_info& of) {
  std::string target;
  bool inside = false;
  for (char c : of.path) {
    if (c == '{') inside = true;
    if (!inside) target += c;
    if (c == '}') {
      inside = false;
      target += 'x';
    }
  }
  return of.query.empty() ? target : target + "?" + std::string(of.query);
}

}  // namespace

TEST_CASE("all 85 operations are routed to themselves") {
  CHECK(operations().size() == 85);
  std::set<std::string_view> names;
  for (const auto& of : operations()) {
    names.insert(of.name);
    auto match = route(of.method, example(of));
    REQUIRE_MESSAGE(match.has_value(), of.name);
    CHECK(match->operation->name == of.name);
  }
  CHECK(names.size() == 85);
}

TEST_CASE("path parameters are decoded and a final slash does not matter") {
  CHECK(routed("POST", "/2015-03-31/functions/f/invocations?Qualifier=1") ==
        "Invoke FunctionName=f");
  CHECK(routed("GET", "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A1%3Afunction%3Af") ==
        "GetFunction FunctionName=arn:aws:lambda:us-east-1:1:function:f");
  CHECK(routed("GET", "/2015-03-31/functions/") == "ListFunctions");
  CHECK(routed("GET", "/2015-03-31/functions/f/aliases/a") == "GetAlias FunctionName=f Name=a");
}

TEST_CASE("only the query tells some operations apart") {
  CHECK(routed("GET", "/2018-10-31/layers") == "ListLayers");
  CHECK(routed("GET", "/2018-10-31/layers?Arn=a&find=LayerVersion") == "GetLayerVersionByArn");
  std::string path = "/2019-09-30/functions/f/provisioned-concurrency";
  CHECK(routed("GET", path + "?List=ALL") == "ListProvisionedConcurrencyConfigs FunctionName=f");
  CHECK(routed("GET", path + "?Qualifier=1") == "GetProvisionedConcurrencyConfig FunctionName=f");
}

TEST_CASE("what no operation has goes nowhere") {
  for (std::string_view target :
       {"/", "", "/2015-03-31", "/2015-03-31/functions//invocations",
        "/2015-03-31/functions/f/invocations/more", "/2099-01-01/functions"})
    CHECK_MESSAGE(routed("POST", target) == "none", target);
  CHECK(routed("PATCH", "/2015-03-31/functions") == "none");
}

TEST_CASE("the credential scope says service, region and account") {
  http::request request{"POST", "/", {}, ""};
  request.headers.add("Authorization",
                      "AWS4-HMAC-SHA256 Credential=123456789012/20260112/eu-west-1/logs/"
                      "aws4_request, SignedHeaders=host, Signature=0");
  addressee found = identify(request);
  CHECK(found.service == "logs");
  CHECK(found.region == "eu-west-1");
  CHECK(found.account == "123456789012");

  http::request presigned{
      "GET", "/x?X-Amz-Credential=AKIA%2F20260112%2Fus-west-2%2Fs3%2Faws4_request", {}, ""};
  found = identify(presigned);
  CHECK(found.service == "s3");
  CHECK(found.region == "us-west-2");
  CHECK(found.account == "000000000000");
}

TEST_CASE("unsigned requests are told apart by target header and path") {
  CHECK(identify({"POST", "/", {{"X-Amz-Target", "Logs_20140328.GetLogEvents"}}, ""}).service ==
        "logs");
  addressee found = identify({"GET", "/2015-03-31/functions", {}, ""});
  CHECK(found.service == "lambda");
  CHECK(found.region == "us-east-1");
  CHECK(found.account == "000000000000");
  CHECK(identify({"GET", "/bucket/key", {}, ""}).service.empty());
  CHECK(identify({"GET", "/key", {{"Host", "b.s3.localhost:4566"}}, ""}).service == "s3");
  const std::string form = "application/x-www-form-urlencoded; charset=utf-8";
  CHECK(identify({"POST",
                  "/",
                  {{"Content-Type", form}},
                  "Action=AssumeRoleWithWebIdentity&Version=2011-06-15"})
            .service == "sts");
  CHECK(identify({"GET", "/?Action=GetRole&Version=2010-05-08", {}, ""}).service == "iam");
}

TEST_CASE("S3's older signatures name the key alone") {
  addressee found =
      identify({"GET", "/b/k", {{"Authorization", "AWS 123456789012:c2lnbmF0dXJl"}}, ""});
  CHECK(found.service == "s3");
  CHECK(found.account == "123456789012");
  found = identify({"GET", "/b/k?AWSAccessKeyId=123456789012&Signature=x&Expires=1", {}, ""});
  CHECK(found.service == "s3");
  CHECK(found.account == "123456789012");
}

TEST_CASE("temporary credentials belong to the account that their token names") {
  std::string token = model::make_session_token({"210987654321", "arn", "id"});
  const std::string scope = "AWS4-HMAC-SHA256 Credential=ASIA/20260112/eu-west-1/logs/aws4_request";
  CHECK(identify({"POST", "/", {{"Authorization", scope}, {"X-Amz-Security-Token", token}}, ""})
            .account == "210987654321");
  CHECK(identify({"POST", "/", {{"Authorization", scope}, {"X-Amz-Security-Token", "?"}}, ""})
            .account == "000000000000");
}

TEST_CASE("a bucket may stand in the host") {
  auto bucket = [](std::string_view host) { return read_s3_host(host).bucket; };
  CHECK(bucket("my.bucket.s3.localhost:4566") == "my.bucket");
  CHECK(bucket("b.s3.eu-west-1.amazonaws.com") == "b");
  CHECK(bucket("s3.s3.localhost") == "s3");
  CHECK(bucket("b.localhost:4566") == "b");
  for (std::string_view host : {"localhost:4566", "s3.localhost", "127.0.0.1:4566",
                                "s3.amazonaws.com", "example.org", "[::1]:4566", ""})
    CHECK_MESSAGE(bucket(host).empty(), host);
  CHECK(read_s3_host("s3.localhost").names_s3);
  CHECK_FALSE(read_s3_host("b.localhost").names_s3);
}

TEST_CASE("errors are rendered with AWS's headers and spelling") {
  auto response = to_response(model::function_not_found("arn:f").error(), "r-1");
  CHECK(response.status == 404);
  CHECK(response.headers.get("x-amzn-ErrorType") == "ResourceNotFoundException");
  CHECK(response.headers.get("x-amzn-RequestId") == "r-1");
  CHECK(response.headers.get("Content-Type") == "application/json");
  CHECK(response.body == R"({"Type":"User","Message":"Function not found: arn:f"})");

  model::api_error throttled{model::error_code::too_many_requests, "Rate Exceeded.",
                             "ReservedFunctionConcurrentInvocationLimitExceeded", true};
  CHECK(to_response(throttled, "r").body ==
        R"({"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded","Type":"User",)"
        R"("message":"Rate Exceeded."})");
  model::api_error bare{model::error_code::invalid_parameter_value, "m", {}, false};
  CHECK(to_response(bare, "r").body == R"({"message":"m"})");
  CHECK(to_response({model::error_code::validation, "v", {}, true}, "r").body ==
        R"({"message":"v"})");
}

TEST_CASE("what this version lacks is named") {
  auto response = to_response(operation_not_available("PublishVersion"), "r");
  CHECK(response.status == 501);
  CHECK(response.headers.get("x-amzn-ErrorType") == "NotAvailableException");
  CHECK(response.body ==
        R"({"Type":"User","Message":"The operation PublishVersion is not available in this )"
        R"(version of Lambent."})");
  CHECK(to_response(unknown_route("GET", "/x?y"), "r").body ==
        R"({"Message":"No operation has GET /x."})");
  CHECK(unknown_route("GET", "/").code == model::error_code::unknown_operation);
}
