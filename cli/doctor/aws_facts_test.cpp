#include "cli/doctor/aws_facts.hpp"

#include <doctest/doctest.h>

#include "aws/sigv4/dates.hpp"
#include "aws/testing/fake_server.hpp"

using namespace lambent;
using namespace lambent::cli::doctor;

namespace {

aws::surroundings around_with(aws::environment variables, const char* now) {
  auto time = aws::parse_amz_date(now);
  REQUIRE(time.has_value());
  return {.variables = std::move(variables),
          .now = [time = *time] { return std::chrono::system_clock::time_point(time); },
          .sleep = [](std::chrono::milliseconds) {},
          .jitter = [] { return 0.0; }};
}

}  // namespace

TEST_CASE("credentials and region are told with where they come from") {
  facts found;
  collect_aws({},
              around_with({{"AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"},
                           {"AWS_SECRET_ACCESS_KEY", "secret"},
                           {"AWS_REGION", "eu-central-1"},
                           {"AWS_CONFIG_FILE", "/nonexistent"},
                           {"AWS_SHARED_CREDENTIALS_FILE", "/nonexistent"},
                           {"AWS_ENDPOINT_URL", "http://127.0.0.1:1"}},
                          "20260102T030405Z"),
              found);
  CHECK(found.region == "eu-central-1");
  CHECK(found.credentials.find("environment") != std::string::npos);
  CHECK(found.aws_problem.empty());
  // Nothing listens there: no clock is compared, and nothing is wrong.
  CHECK_FALSE(found.clock_ahead_s.has_value());
}

TEST_CASE(
    "without credentials it is told why, and without a region they are looked for all the same") {
  facts none;
  aws::environment bare = {{"AWS_CONFIG_FILE", "/nonexistent"},
                           {"AWS_SHARED_CREDENTIALS_FILE", "/nonexistent"},
                           {"AWS_EC2_METADATA_DISABLED", "true"}};
  collect_aws({}, around_with(bare, "20260102T030405Z"), none);
  CHECK(none.region.empty());
  CHECK(none.credentials.empty());
  CHECK_FALSE(none.aws_problem.empty());
  CHECK(none.clock_endpoint.empty());

  facts keys;
  bare.set("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
  bare.set("AWS_SECRET_ACCESS_KEY", "secret");
  collect_aws({}, around_with(bare, "20260102T030405Z"), keys);
  CHECK(keys.region.empty());
  CHECK_FALSE(keys.credentials.empty());
  // Nobody asks AWS in a region that was not chosen.
  CHECK(keys.clock_endpoint.empty());
}

TEST_CASE("this clock is compared with the date of any answer, and the request has no signature") {
  aws::testing::fake_server server(403, "{}", {{"Date", "Fri, 02 Jan 2026 03:04:05 GMT"}});
  facts found;
  collect_aws({.endpoint_url = server.url()},
              around_with({{"AWS_CONFIG_FILE", "/nonexistent"},
                           {"AWS_SHARED_CREDENTIALS_FILE", "/nonexistent"},
                           {"AWS_EC2_METADATA_DISABLED", "true"}},
                          "20260102T031415Z"),
              found);
  CHECK(found.clock_endpoint == server.url());
  CHECK(found.clock_ahead_s == 610);
  REQUIRE(server.requests().size() == 1);
  CHECK(server.requests()[0].header("authorization").empty());
}

TEST_CASE("whose the credentials are is asked of AWS STS, and its refusal is told as it is") {
  const aws::environment keys = {{"AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"},
                                 {"AWS_SECRET_ACCESS_KEY", "secret"},
                                 {"AWS_REGION", "eu-central-1"},
                                 {"AWS_CONFIG_FILE", "/nonexistent"},
                                 {"AWS_SHARED_CREDENTIALS_FILE", "/nonexistent"}};
  aws::testing::fake_server server(
      200,
      "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/ada"
      "</Arn><UserId>U</UserId><Account>123456789012</Account></GetCallerIdentityResult>"
      "</GetCallerIdentityResponse>",
      {{"Content-Type", "text/xml"}});
  facts found;
  collect_identity({.endpoint_url = server.url()}, around_with(keys, "20260102T030405Z"), found);
  CHECK(found.identity == "arn:aws:iam::123456789012:user/ada");
  CHECK(found.identity_problem.what.empty());
  REQUIRE(server.requests().size() == 1);
  CHECK_FALSE(server.requests()[0].header("authorization").empty());

  aws::testing::fake_server wrong(
      403,
      "<ErrorResponse><Error><Code>InvalidClientTokenId</Code><Message>The security token included "
      "in the request is invalid.</Message></Error></ErrorResponse>",
      {{"Content-Type", "text/xml"}});
  facts refused;
  collect_identity({.endpoint_url = wrong.url()}, around_with(keys, "20260102T030405Z"), refused);
  CHECK(refused.identity.empty());
  CHECK(refused.identity_problem.what.find("InvalidClientTokenId") != std::string::npos);
}
