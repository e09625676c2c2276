#include "aws/services/s3.hpp"

#include <doctest/doctest.h>

#include "aws/testing/service_fixture.hpp"

using namespace lambent::aws;
using lambent::aws::testing::http_answer;
using lambent::aws::testing::service;

TEST_CASE("an object is put under its key, with its hash") {
  service aws({http_answer(200, "", {{"ETag", "\"e\""}, {"x-amz-version-id", "v"}})});
  auto stored = s3::put_object(aws.with(), {.bucket = "my-bucket",
                                            .key = "lambent/f/a b=1.zip",
                                            .body = "zip",
                                            .content_type = "application/zip",
                                            .expected_owner = "123456789012"});
  REQUIRE(stored.has_value());
  CHECK(stored->etag == "\"e\"");
  CHECK(stored->version_id == "v");
  CHECK(aws.asked() == "PUT /my-bucket/lambent/f/a%20b%3D1.zip zip");
  CHECK(aws.last().header("content-type") == "application/zip");
  CHECK(aws.last().header("x-amz-expected-bucket-owner") == "123456789012");
  CHECK(aws.last().header("x-amz-content-sha256").size() == 64);
}

TEST_CASE("a bucket in another region is a refusal that says which") {
  service aws({http_answer(301,
                           "<Error><Code>PermanentRedirect</Code><Message>The bucket you are "
                           "attempting to access must be addressed using the specified endpoint."
                           "</Message></Error>",
                           {{"x-amz-bucket-region", "eu-central-1"}})});
  auto stored = s3::put_object(aws.with(), {.bucket = "b", .key = "k", .body = "z"});
  REQUIRE(!stored.has_value());
  CHECK(stored.error().is("PermanentRedirect"));
  CHECK(stored.error().error.hint == "the bucket is in region eu-central-1");
}
