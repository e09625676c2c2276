#include "engine/api/testing.hpp"

// What AWS answered is taken from recordings of it.

using namespace lambent;
using namespace lambent::api;
using namespace lambent::api::testing;

namespace {

const std::string path = "/2019-09-25/functions/f/event-invoke-config";
constexpr std::string_view not_found = "404 ResourceNotFoundException ";

// A function with version 1 and the alias live.
struct configured : service {
  configured() {
    create("f", R"(,"Publish":true)");
    REQUIRE(send("POST", functions_path + "/f/aliases", R"({"Name":"live","FunctionVersion":"1"})")
                .status == 201);
  }
};

std::string answer(const std::string& qualifier, const std::string& members,
                   const std::string& success = "{}") {
  return R"({"LastModified":1768213230.123,"FunctionArn":")" + arn + "f:" + qualifier + "\"," +
         members + R"("DestinationConfig":{"OnSuccess":)" + success + R"(,"OnFailure":{}}})";
}

std::string destination(const std::string& of) {
  return R"({"DestinationConfig":{"OnSuccess":{"Destination":")" + of + R"("}}})";
}

}  // namespace

TEST_CASE("putting a configuration replaces it, updating it keeps what is not named") {
  configured s;
  auto put = s.send("PUT", path, R"({"MaximumRetryAttempts":2,"MaximumEventAgeInSeconds":60})");
  CHECK(put.status == 200);
  CHECK(put.body ==
        answer("$LATEST", R"("MaximumRetryAttempts":2,"MaximumEventAgeInSeconds":60,)"));
  CHECK(s.send("POST", path, R"({"MaximumRetryAttempts":0})").body ==
        answer("$LATEST", R"("MaximumRetryAttempts":0,"MaximumEventAgeInSeconds":60,)"));
  CHECK(s.send("PUT", path, R"({"MaximumRetryAttempts":1})").body ==
        answer("$LATEST", R"("MaximumRetryAttempts":1,)"));
  s.restart();
  CHECK(s.send("GET", path).body == answer("$LATEST", R"("MaximumRetryAttempts":1,)"));
  CHECK(s.send("GET", path + "?Qualifier=$LATEST").body == s.send("GET", path).body);
  s.create("other");
  CHECK(s.send("PUT", path, destination(arn + "other")).body ==
        answer("$LATEST", "", R"({"Destination":")" + arn + R"(other"})"));
  CHECK(s.send("POST", path, R"({"DestinationConfig":{"OnSuccess":{}}})").body ==
        answer("$LATEST", ""));
}

TEST_CASE("configurations of versions and aliases are listed and deleted one by one") {
  configured s;
  const std::string retry = R"({"MaximumRetryAttempts":1})";
  for (std::string query : {"", "?Qualifier=1", "?Qualifier=live"})
    CHECK(s.send("PUT", path + query, retry).status == 200);
  const std::string members = R"("MaximumRetryAttempts":1,)";
  CHECK(s.send("GET", path + "/list").body ==
        R"({"FunctionEventInvokeConfigs":[)" + answer("$LATEST", members) + "," +
            answer("1", members) + "," + answer("live", members) + "]}");
  auto first = parsed(s.send("GET", path + "/list?MaxItems=2"));
  CHECK(first["FunctionEventInvokeConfigs"].as_array().size() == 2);
  CHECK(s.send("GET", path + "/list?Marker=" + text(first, "NextMarker")).body ==
        R"({"FunctionEventInvokeConfigs":[)" + answer("live", members) + "]}");
  CHECK(s.send("DELETE", path).status == 204);
  CHECK(refusal(s.send("DELETE", path)) ==
        expect(not_found, "The function " + arn + "f:$LATEST doesn't have an EventInvokeConfig"));
  CHECK(s.send("DELETE", functions_path + "/f/aliases/live").status == 204);
  CHECK(s.send("DELETE", functions_path + "/f?Qualifier=1").status == 204);
  CHECK(s.send("GET", path + "/list").body == R"({"FunctionEventInvokeConfigs":[]})");
}

TEST_CASE("configurations that cannot be are refused as AWS refuses them") {
  configured s;
  std::string missing = "/2019-09-25/functions/g/event-invoke-config";
  const std::string retry = R"({"MaximumRetryAttempts":1})";
  CHECK(refusal(s.send("PUT", missing, "{}")) ==
        expect(invalid, "You must specify at least one of error handling or destination setting."));
  for (std::string method : {"PUT", "POST"}) {
    CHECK(refusal(s.send(method, missing, retry)) ==
          expect(not_found, "The function doesn't exist."));
    CHECK(refusal(s.send(method, path + "?Qualifier=dead", retry)) ==
          expect(not_found, "The function doesn't exist."));
  }
  CHECK(refusal(s.send("POST", path, retry)) ==
        expect(not_found, "The function " + arn + "f:$LATEST doesn't have an EventInvokeConfig"));
  CHECK(refusal(s.send("GET", missing)) ==
        expect(not_found, "The function " + arn + "g:$LATEST doesn't have an EventInvokeConfig"));
  CHECK(refusal(s.send("GET", path + "?Qualifier=1221")) ==
        expect(not_found, "The function " + arn + "f:1221 doesn't have an EventInvokeConfig"));
  CHECK(refusal(s.send("GET", missing + "/list")) ==
        expect(not_found, "The function doesn't exist."));
  CHECK(refusal(s.send("PUT", path, destination(arn + "g"))) ==
        expect(invalid, "The destination ARN " + arn + "g is invalid."));
  CHECK(refusal(s.send("PUT", path, destination(arn + "f"))) ==
        expect(invalid, "You can't specify the function as a destination for itself."));
  std::string iam = "arn:aws:iam:us-east-1:123456789012:function:f";
  CHECK(refusal(s.send("PUT", path, destination(iam))) ==
        expect(invalid,
               "The provided destination config DestinationConfig(onSuccess=OnSuccess("
               "destination=" +
                   iam + "), onFailure=null) is invalid."));
  CHECK(refusal(s.send("PUT", path, destination("arn:aws:_-/!lambda:us-east-1:1:x")))
            .starts_with(expect(one_error,
                                "Value 'arn:aws:_-/!lambda:us-east-1:1:x' at "
                                "'destinationConfig.onSuccess.destination' failed to satisfy "
                                "constraint: Member must satisfy regular expression pattern: "
                                "$|kafka://")));
  CHECK(s.send("PUT", path, destination("arn:aws:sqs:us-east-1:123456789012:q")).status == 200);
  CHECK(
      refusal(s.send("PUT", path, R"({"MaximumRetryAttempts":3,"MaximumEventAgeInSeconds":59})")) ==
      "400 ValidationException 2 validation errors detected: Value '3' at "
      "'maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or "
      "equal to 2; Value '59' at 'maximumEventAgeInSeconds' failed to satisfy constraint: Member "
      "must have value greater than or equal to 60");
}
