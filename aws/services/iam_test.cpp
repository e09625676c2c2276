#include "aws/services/iam.hpp"

#include <doctest/doctest.h>

#include "aws/testing/service_fixture.hpp"

using namespace lambent::aws;
using lambent::aws::testing::http_answer;
using lambent::aws::testing::service;

namespace {

std::string answer(const std::string& action, const std::string& result) {
  return http_answer(
      200, "<" + action +
               "Response xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">"
               "<" +
               action + "Result>" + result + "</" + action +
               "Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></" + action +
               "Response>");
}

const std::string role_xml =
    "<Role><Path>/</Path><AssumeRolePolicyDocument>%7B%22a%22%3A%20%221%2B1%22%7D"
    "</AssumeRolePolicyDocument><RoleName>r</RoleName><Arn>arn:aws:iam::1:role/r</Arn></Role>";

}  // namespace

TEST_CASE("a role is read with its trust policy decoded") {
  service aws({answer("GetRole", role_xml)});
  auto role = iam::get_role(aws.with(), "r/x");
  REQUIRE(role.has_value());
  CHECK(role->name == "r");
  CHECK(role->arn == "arn:aws:iam::1:role/r");
  CHECK(role->path == "/");
  CHECK(role->trust_policy == R"({"a": "1+1"})");
  CHECK(aws.asked() == "POST / Action=GetRole&Version=2010-05-08&RoleName=r%2Fx");
  CHECK(aws.last().header("authorization").contains("/us-east-1/iam/aws4_request") == false);
  CHECK(aws.last().header("authorization").contains("/eu-west-1/iam/aws4_request"));
}

TEST_CASE("a role is made with description and tags, empty ones too") {
  service aws({answer("CreateRole", role_xml)});
  auto role = iam::create_role(
      aws.with(),
      {.name = "r", .trust_policy = "{}", .description = "d", .tags = {{"a", ""}, {"b", "c d"}}});
  CHECK(role.value().arn == "arn:aws:iam::1:role/r");
  CHECK(aws.last().body ==
        "Action=CreateRole&Version=2010-05-08&RoleName=r&AssumeRolePolicyDocument=%7B%7D"
        "&Description=d&Tags.member.1.Key=a&Tags.member.1.Value=&Tags.member.2.Key=b"
        "&Tags.member.2.Value=c%20d");
}

TEST_CASE("policies are attached, detached, put and deleted") {
  service aws([](const testing::heard& said) {
    std::string action = said.body.substr(7, said.body.find('&') - 7);
    return http_answer(200, "<" + action + "Response/>");
  });
  client& with = aws.with();
  auto check = [&](const auto& done, std::string_view body) {
    CHECK(done.has_value());
    CHECK(aws.last().body == body);
  };
  check(iam::attach_role_policy(with, "r", "arn:p"),
        "Action=AttachRolePolicy&Version=2010-05-08&RoleName=r&PolicyArn=arn%3Ap");
  check(iam::detach_role_policy(with, "r", "arn:p"),
        "Action=DetachRolePolicy&Version=2010-05-08&RoleName=r&PolicyArn=arn%3Ap");
  check(iam::put_role_policy(with, "r", "n", "{}"),
        "Action=PutRolePolicy&Version=2010-05-08&RoleName=r&PolicyName=n&PolicyDocument=%7B%7D");
  check(iam::delete_role_policy(with, "r", "n"),
        "Action=DeleteRolePolicy&Version=2010-05-08&RoleName=r&PolicyName=n");
  check(iam::delete_role(with, "r"), "Action=DeleteRole&Version=2010-05-08&RoleName=r");
}

TEST_CASE("policies are listed to the last page") {
  service aws({answer("ListAttachedRolePolicies",
                      "<AttachedPolicies><member><PolicyArn>a</PolicyArn></member>"
                      "</AttachedPolicies><IsTruncated>true</IsTruncated><Marker>m</Marker>"),
               answer("ListAttachedRolePolicies",
                      "<AttachedPolicies><member><PolicyArn>b</PolicyArn></member>"
                      "</AttachedPolicies><IsTruncated>false</IsTruncated>")});
  CHECK(iam::list_attached_role_policies(aws.with(), "r").value() ==
        std::vector<std::string>{"a", "b"});
  CHECK(aws.last().body ==
        "Action=ListAttachedRolePolicies&Version=2010-05-08&RoleName=r&Marker=m");
  service inline_ones({answer("ListRolePolicies",
                              "<PolicyNames><member>x</member><member>y</member></PolicyNames>"
                              "<IsTruncated>false</IsTruncated>")});
  CHECK(iam::list_role_policies(inline_ones.with(), "r").value() ==
        std::vector<std::string>{"x", "y"});
}

TEST_CASE("a role that is not there is known by its code") {
  service aws(404,
              "<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>The role "
              "with name r cannot be found.</Message></Error></ErrorResponse>");
  CHECK(iam::get_role(aws.with(), "r").error().is("NoSuchEntity"));
}
