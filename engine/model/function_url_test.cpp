#include "engine/model/function_url.hpp"

#include <doctest/doctest.h>

#include "engine/model/resource_policy.hpp"

using namespace lambent::model;

namespace {

const policy_statement call_url{.sid = "url",
                                .action = "lambda:InvokeFunctionUrl",
                                .principal = "*",
                                .function_url_auth_type = url_auth_type::none};
const policy_statement invoke{.sid = "invoke",
                              .action = "lambda:InvokeFunction",
                              .principal = "*",
                              .invoked_via_function_url = true};

bool allowed(std::vector<policy_statement> statements) {
  return allows_public_url({std::move(statements), "r"});
}

policy_statement with(policy_statement changed, std::string policy_statement::* member,
                      std::string value) {
  changed.*member = std::move(value);
  return changed;
}

}  // namespace

TEST_CASE("an ARN has one URL id, of 32 lower-case letters and digits") {
  std::string arn = "arn:aws:lambda:us-east-1:123456789012:function:f";
  std::string id = url_id(arn);
  CHECK(id.size() == 32);
  CHECK(id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string::npos);
  CHECK(url_id(arn) == id);
  CHECK(url_id(arn + ":live") != id);
}

TEST_CASE("a function URL keeps the port that the caller used") {
  CHECK(function_url("id", "eu-west-1", "127.0.0.1:4566") ==
        "http://id.lambda-url.eu-west-1.localhost:4566/");
  CHECK(function_url("id", "eu-west-1", "[::1]:80") ==
        "http://id.lambda-url.eu-west-1.localhost:80/");
  for (std::string_view host : {"", "localhost", "[::1]"})
    CHECK(function_url("id", "eu-west-1", host) == "http://id.lambda-url.eu-west-1.localhost/");
}

TEST_CASE("a public URL needs both permissions, granted to everyone without a further condition") {
  CHECK(allowed({call_url, invoke}));
  CHECK_FALSE(allowed({}));
  CHECK_FALSE(allowed({call_url}));
  CHECK_FALSE(allowed({invoke}));
  CHECK(allowed({with(call_url, &policy_statement::action, "lambda:*")}));
  CHECK_FALSE(allowed({call_url, with(invoke, &policy_statement::principal, "s3.amazonaws.com")}));
  CHECK_FALSE(allowed({call_url, with(invoke, &policy_statement::source_account, "123456789012")}));
  CHECK_FALSE(allowed({call_url, with(invoke, &policy_statement::source_arn, "arn:aws:s3:::b")}));
  CHECK_FALSE(allowed({call_url, with(invoke, &policy_statement::principal_org_id, "o-1")}));
  policy_statement signed_only = call_url;
  signed_only.function_url_auth_type = url_auth_type::aws_iam;
  CHECK_FALSE(allowed({signed_only, invoke}));
}
