#include "aws/services/ecr.hpp"

#include <doctest/doctest.h>

#include "aws/testing/service_fixture.hpp"

using namespace lambent::aws;
using lambent::aws::testing::service;

TEST_CASE("ECR's token is a user and a password") {
  service aws(200, R"({"authorizationData": [{"authorizationToken": "QVdTOnNlY3JldDptb3Jl",
    "expiresAt": 1440938160.5, "proxyEndpoint": "https://123456789012.dkr.ecr.eu-west-1.amazonaws.com"}]})");
  auto said = ecr::get_authorization_token(aws.with());
  REQUIRE(said.has_value());
  CHECK(said->user_name == "AWS");
  CHECK(said->password == "secret:more");
  CHECK(said->registry_url == "https://123456789012.dkr.ecr.eu-west-1.amazonaws.com");
  CHECK(aws.asked() == "POST / {}");
  CHECK(aws.last().header("x-amz-target") ==
        "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken");
  CHECK(aws.last().header("content-type") == "application/x-amz-json-1.1");
}

TEST_CASE("an answer without a token of ECR's is none") {
  for (const char* body : {"{}", R"({"authorizationData": []})",
                           R"({"authorizationData": [{"authorizationToken": "!"}]})",
                           R"({"authorizationData": [{"authorizationToken": "QVdT"}]})"}) {
    service aws(200, body);
    auto said = ecr::get_authorization_token(aws.with());
    REQUIRE(!said.has_value());
    CHECK(said.error().kind == call_failure::unreadable);
  }
}

TEST_CASE("a repository is made by its name and deleted with its images") {
  service aws(200, "{}");
  REQUIRE(ecr::create_repository(aws.with(), "pi").has_value());
  CHECK(aws.asked() == R"(POST / {"repositoryName":"pi"})");
  CHECK(aws.last().header("x-amz-target") ==
        "AmazonEC2ContainerRegistry_V20150921.CreateRepository");
  REQUIRE(ecr::delete_repository(aws.with(), "pi").has_value());
  CHECK(aws.asked() == R"(POST / {"repositoryName":"pi","force":true})");
  CHECK(aws.last().header("x-amz-target") ==
        "AmazonEC2ContainerRegistry_V20150921.DeleteRepository");
}

TEST_CASE("registries of ECR are known by their hosts") {
  auto found = ecr::parse_registry_host("123456789012.dkr.ecr.eu-west-1.amazonaws.com");
  REQUIRE(found.has_value());
  CHECK(found->account == "123456789012");
  CHECK(found->region == "eu-west-1");
  for (const char* host : {"123456789012.dkr.ecr-fips.us-east-1.amazonaws.com",
                           "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn",
                           "123456789012.dkr-ecr.us-east-1.on.aws"})
    CHECK_MESSAGE(ecr::parse_registry_host(host).has_value(), host);
  for (const char* host :
       {"", "docker.io", "12345678901.dkr.ecr.eu-west-1.amazonaws.com", "public.ecr.aws",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com.evil.test",
        "123456789012.dkr.ecr.eu-west-1.evil.test", "123456789012.dkr.ecr..amazonaws.com"})
    CHECK_MESSAGE(!ecr::parse_registry_host(host).has_value(), host);
}
