#include "aws/client.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>

#include "aws/testing/fake_server.hpp"
#include "aws/testing/world.hpp"

using namespace lambent::aws;
using lambent::aws::testing::fake_server;
using lambent::aws::testing::heard;
using lambent::aws::testing::http_answer;
using lambent::aws::testing::world;

TEST_CASE("a client signs for the region and service that it calls") {
  fake_server server(200, "{}");
  world in;
  client with =
      client::open({.region = "eu-north-1", .endpoint_url = server.url()}, in.around()).value();
  CHECK(with.region() == "eu-north-1");
  CHECK(with.endpoint("lambda") == server.url());
  CHECK(with.is_local("lambda"));
  REQUIRE(with.call({.service = "lambda", .path = {"x"}}).has_value());
  REQUIRE(with.call({.service = "iam", .method = "POST", .repeat = repeat::safe}).has_value());
  CHECK(server.requests()
            .at(0)
            .header("authorization")
            .contains("Credential=test/20150830/eu-north-1/lambda/aws4_request"));
  CHECK(server.requests().at(0).header("user-agent").starts_with("lambent/"));
  CHECK(server.requests().at(1).header("authorization").contains("/eu-north-1/iam/aws4_request"));
}

TEST_CASE("a request that takes no credentials is sent without looking for any") {
  fake_server server(200);
  world in;
  client with = client::open({.endpoint_url = server.url()}, in.around()).value();
  REQUIRE(with.call({.service = "sts", .sign = false}).has_value());
  CHECK(server.requests().at(0).header("authorization").empty());
}

TEST_CASE("without credentials nothing is sent to AWS, and the error is of that kind") {
  world in;
  client with = client::open({}, in.around()).value();
  CHECK(with.endpoint("lambda") == "https://lambda.eu-west-1.amazonaws.com");
  CHECK(!with.is_local("lambda"));
  auto answer = with.call({.service = "lambda"});
  REQUIRE(!answer.has_value());
  CHECK(answer.error().kind == call_failure::credentials);
}

TEST_CASE("expired keys are fetched anew once") {
  int served = 0;
  fake_server box([&](const heard& request) {
    if (request.target == "/keys")
      return http_answer(200, R"({"AccessKeyId":"K)" + std::to_string(++served) +
                                  R"(","SecretAccessKey":"s","Token":"t","Expiration":)"
                                  R"("2015-08-30T13:36:00Z"})");
    bool fresh = request.header("authorization").contains("Credential=K2/");
    return fresh ? http_answer(200, "ok")
                 : http_answer(403, R"({"message":"expired"})",
                               {{"x-amzn-ErrorType", "ExpiredTokenException"}});
  });
  world in("[profile box]\nregion = eu-west-1\n");
  in.set("AWS_CONTAINER_CREDENTIALS_FULL_URI", box.url() + "/keys");
  client with = client::open({.profile = "box", .endpoint_url = box.url()}, in.around()).value();
  auto answer = with.call({.service = "lambda", .method = "POST"});
  REQUIRE_MESSAGE(answer.has_value(), answer.error().error.what);
  CHECK(answer->body == "ok");
  CHECK(box.requests().size() == 4);
}

TEST_CASE("clients for several threads share the credentials that were found") {
  fake_server box([&](const heard& request) {
    if (request.target != "/keys") return http_answer(200, "ok");
    return http_answer(200, R"({"AccessKeyId":"K","SecretAccessKey":"s","Token":"t","Expiration":)"
                            R"("2015-08-30T13:36:00Z"})");
  });
  world in("[profile box]\nregion = eu-west-1\n");
  in.set("AWS_CONTAINER_CREDENTIALS_FULL_URI", box.url() + "/keys");
  client first = client::open({.profile = "box", .endpoint_url = box.url()}, in.around()).value();
  client second = first.another("lambda").value();
  for (client* each : {&first, &second}) {
    REQUIRE(each->call({.service = "lambda"}).has_value());
    CHECK(box.requests().back().header("authorization").contains("Credential=K/"));
  }
  CHECK(box.requests().size() == 3);
  CHECK(second.region() == "eu-west-1");

  world bare;
  CHECK(client::open({}, bare.around()).value().another("lambda").error().kind ==
        call_failure::credentials);
}

TEST_CASE("a bucket on another endpoint than AWS's is the path's first part") {
  fake_server server(200);
  world in;
  client with = client::open({.endpoint_url = server.url()}, in.around()).value();
  REQUIRE(with.call({.service = "s3", .method = "PUT", .path = {"bucket", "a/k"}}).has_value());
  CHECK(server.requests().at(0).target == "/bucket/a/k");
}

TEST_CASE("a bucket on AWS is part of the host, unless it has a dot") {
  world in;
  in.set("AWS_ACCESS_KEY_ID", "A");
  in.set("AWS_SECRET_ACCESS_KEY", "s");
  client with = client::open({}, in.around()).value();
  // A proxy that is not there keeps the test on this machine; the error names what was meant.
  ::setenv("https_proxy", ("http://127.0.0.1:" + std::to_string(testing::closed_port())).c_str(),
           1);
  auto host = with.call({.service = "s3", .method = "PUT", .path = {"my-bucket", "k"}});
  auto path = with.call({.service = "s3", .method = "PUT", .path = {"my.bucket", "k"}});
  ::unsetenv("https_proxy");
  CHECK(
      host.error().error.what.starts_with("PUT https://my-bucket.s3.eu-west-1.amazonaws.com/k: "));
  CHECK(
      path.error().error.what.starts_with("PUT https://s3.eu-west-1.amazonaws.com/my.bucket/k: "));
}
