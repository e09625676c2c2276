#include "engine/api/testing.hpp"

// What AWS answered is taken from recordings of it.

using namespace lambent;
using namespace lambent::api;
using namespace lambent::api::testing;

namespace {

const std::string policy_path = functions_path + "/f/policy";
constexpr std::string_view not_found = "404 ResourceNotFoundException ";
constexpr std::string_view no_resource =
    "404 ResourceNotFoundException The resource you requested does not exist.";
constexpr std::string_view wrong_revision =
    "412 PreconditionFailedException The Revision Id provided does not match the latest Revision "
    "Id. Call the GetPolicy API to retrieve the latest Revision Id";

// A function with version 1 and the alias live.
struct permitted : service {
  permitted() {
    create("f", R"(,"Publish":true)");
    REQUIRE(send("POST", functions_path + "/f/aliases", R"({"Name":"live","FunctionVersion":"1"})")
                .status == 201);
  }
  http::response add(const std::string& sid, const std::string& more = {},
                     const std::string& query = {}) {
    return send("POST", policy_path + query,
                R"({"StatementId":")" + sid + R"(","Action":"lambda:InvokeFunction",)" +
                    R"("Principal":"s3.amazonaws.com")" + more + "}");
  }
  // The statement of a permission for `principal`.
  std::string statement(const std::string& principal, const std::string& more = {},
                        const std::string& action = "lambda:InvokeFunction") {
    static int count = 0;
    auto answered = send("POST", policy_path,
                         R"({"StatementId":"s)" + std::to_string(++count) + R"(","Action":")" +
                             action + R"(","Principal":")" + principal + "\"" + more + "}");
    if (answered.status != 201) return refusal(answered);
    std::string made = text(parsed(answered), "Statement");
    return made.substr(made.find(R"("Principal")"));
  }
  std::string revision(const std::string& query = {}) {
    return text(parsed(send("GET", policy_path + query)), "RevisionId");
  }
};

std::string of(const std::string& principal, const std::string& condition = {}) {
  return R"("Principal":)" + principal + R"(,"Action":"lambda:InvokeFunction","Resource":")" + arn +
         "f\"" + (condition.empty() ? "" : R"(,"Condition":)" + condition) + "}";
}

}  // namespace

TEST_CASE("a permission is a statement in AWS's order, and the policy wraps them") {
  permitted s;
  auto added = s.add("s3", R"(,"SourceArn":"arn:aws:s3:::test-bucket")");
  CHECK(added.status == 201);
  std::string first = R"({"Sid":"s3","Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},)"
                      R"("Action":"lambda:InvokeFunction","Resource":")" +
                      arn +
                      R"(f","Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::test-bucket"}}})";
  CHECK(text(parsed(added), "Statement") == first);
  s.add("other");
  auto policy = parsed(s.send("GET", policy_path));
  CHECK(text(policy, "Policy") ==
        R"({"Version":"2012-10-17","Id":"default","Statement":[)" + first +
            R"(,{"Sid":"other","Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},)" +
            R"("Action":"lambda:InvokeFunction","Resource":")" + arn + R"(f"}]})");
  CHECK(text(policy, "RevisionId").size() == 36);
  CHECK(policy.size() == 2);
}

TEST_CASE("principals and conditions are written as AWS writes them") {
  permitted s;
  const std::string account = R"(,"SourceAccount":"123456789012")";
  CHECK(s.statement("*", account) ==
        of(R"("*")", R"({"StringEquals":{"AWS:SourceAccount":"123456789012"}})"));
  CHECK(s.statement("lambda.amazonaws.com") == of(R"({"Service":"lambda.amazonaws.com"})"));
  CHECK(s.statement("alexa-appkit.amazon.com") == of(R"({"Service":"alexa-appkit.amazon.com"})"));
  CHECK(s.statement("123456789012") == of(R"({"AWS":"arn:aws:iam::123456789012:root"})"));
  CHECK(s.statement("arn:aws:iam::123456789012:user/u") ==
        of(R"({"AWS":"arn:aws:iam::123456789012:user/u"})"));
  CHECK(s.statement("*",
                    account + R"(,"PrincipalOrgID":"o-1234567890","FunctionUrlAuthType":"NONE")" +
                        R"(,"SourceArn":"arn:aws:s3:::test-bucket")",
                    "lambda:InvokeFunctionUrl") ==
        R"("Principal":"*","Action":"lambda:InvokeFunctionUrl","Resource":")" + arn +
            R"(f","Condition":{"StringEquals":{"AWS:SourceAccount":"123456789012",)" +
            R"("lambda:FunctionUrlAuthType":"NONE","aws:PrincipalOrgID":"o-1234567890"},)" +
            R"("ArnLike":{"AWS:SourceArn":"arn:aws:s3:::test-bucket"}}})");
  CHECK(s.statement("*", R"(,"EventSourceToken":"amzn1.ask.skill.x")") ==
        of(R"("*")", R"({"StringEquals":{"lambda:EventSourceToken":"amzn1.ask.skill.x"}})"));
  CHECK(s.statement("*", R"(,"InvokedViaFunctionUrl":true)") ==
        of(R"("*")", R"({"Bool":{"lambda:InvokedViaFunctionUrl":"true"}})"));
  CHECK(s.statement("*", R"(,"InvokedViaFunctionUrl":false)") == of(R"("*")"));
}

TEST_CASE("the two permissions of a public function URL allow it") {
  permitted s;
  s.statement("*", R"(,"FunctionUrlAuthType":"NONE")", "lambda:InvokeFunctionUrl");
  auto allowed = [&] {
    for (const auto& change : s.plane->take_changes()) s.functions.apply(change);
    auto record = s.functions.find("123456789012", "us-east-1", "f");
    return model::allows_public_url(record->policies.at(""));
  };
  CHECK_FALSE(allowed());
  s.statement("*", R"(,"InvokedViaFunctionUrl":true)");
  CHECK(allowed());
}

TEST_CASE("a function, its versions and its aliases have policies of their own") {
  permitted s;
  s.add("s3");
  std::string revision = s.revision();
  for (std::string qualifier : {"1", "live"}) {
    std::string query = "?Qualifier=" + qualifier;
    CHECK(refusal(s.send("GET", policy_path + query)) == no_resource);
    auto added = s.add("s3", "", query);
    CHECK(added.status == 201);
    CHECK(text(parsed(added), "Statement").find(arn + "f:" + qualifier + "\"") !=
          std::string::npos);
    CHECK(s.revision(query) != revision);
  }
  CHECK(s.revision() == revision);
  s.restart();
  CHECK(s.revision() == revision);
  CHECK(s.send("GET", policy_path + "?Qualifier=live").status == 200);
  CHECK(s.send("DELETE", functions_path + "/f/aliases/live").status == 204);
  CHECK(refusal(s.send("GET", policy_path + "?Qualifier=live")) == no_resource);
}

TEST_CASE("a policy's revision is its own, and guards it") {
  permitted s;
  auto configured = [&](const std::string& query) {
    return text(parsed(s.send("GET", functions_path + "/f/configuration" + query)), "RevisionId");
  };
  std::string function = configured("");
  CHECK(refusal(s.add("a", R"(,"RevisionId":"wrong")")) == wrong_revision);
  std::string alias = text(parsed(s.send("GET", functions_path + "/f/aliases/live")), "RevisionId");
  CHECK(s.add("a", R"(,"RevisionId":")" + alias + "\"", "?Qualifier=live").status == 201);
  CHECK(s.add("a", R"(,"RevisionId":")" + function + "\"").status == 201);
  CHECK(configured("") == function);
  std::string first = s.revision();
  CHECK(first != function);
  CHECK(refusal(s.add("b", R"(,"RevisionId":")" + function + "\"")) == wrong_revision);
  CHECK(s.add("b", R"(,"RevisionId":")" + first + "\"").status == 201);
  CHECK(refusal(s.send("DELETE", policy_path + "/a?RevisionId=" + first)) == wrong_revision);
  CHECK(s.send("DELETE", policy_path + "/a?RevisionId=" + s.revision()).status == 204);
}

TEST_CASE("statements are taken away by their id, and the policy with the last") {
  permitted s;
  s.add("s3");
  s.add("sqs");
  CHECK(refusal(s.send("DELETE", policy_path + "/non-existent")) ==
        expect(not_found, "Statement non-existent is not found in resource policy."));
  CHECK(s.send("DELETE", policy_path + "/sqs").status == 204);
  CHECK(text(parsed(s.send("GET", policy_path)), "Policy").find("sqs") == std::string::npos);
  CHECK(s.send("DELETE", policy_path + "/s3").status == 204);
  CHECK(refusal(s.send("GET", policy_path)) == no_resource);
  CHECK(refusal(s.send("DELETE", policy_path + "/s3")) ==
        expect(not_found, "No policy is associated with the given resource."));
}

TEST_CASE("permissions that cannot be are refused as AWS refuses them") {
  permitted s;
  CHECK(refusal(s.add("example.com")) ==
        expect(one_error,
               "Value 'example.com' at 'statementId' failed to satisfy constraint: Member must "
               "satisfy regular expression pattern: ([a-zA-Z0-9-_]+)"));
  CHECK(refusal(s.add("a", "", "?Qualifier=$LATEST")) ==
        expect(invalid, "We currently do not support adding policies for $LATEST."));
  CHECK(s.statement("invalid.nonaws.com") ==
        expect(invalid,
               "The provided principal was invalid. Please check the principal and try again."));
  CHECK(
      s.statement("*", R"(,"FunctionUrlAuthType":"NONE")") ==
      expect(invalid, "FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action"));
  CHECK(refusal(s.send("POST", functions_path + "/g/policy",
                       R"({"StatementId":"a","Action":"lambda:*","Principal":"*"})")) ==
        expect(not_found, "Function not found: " + arn + "g"));
  CHECK(refusal(s.add("a", "", "?Qualifier=dead")) ==
        expect(not_found, "Cannot find alias arn: " + arn + "f:dead"));
  CHECK(refusal(s.add("a", "", "?Qualifier=42")) ==
        expect(not_found, "Function not found: " + arn + "f:42"));
  CHECK(refusal(s.add("a", "", "?Qualifier=valid-with-$-but-doesnotexist")) ==
        expect(not_found, "Function not found: " + arn + "f:valid-with-$-but-doesnotexist"));
  CHECK(refusal(s.add("a", "", "?Qualifier=not!"))
            .starts_with(expect(one_error, "Value 'not!' at 'qualifier' failed to satisfy")));
  CHECK(refusal(s.send("POST", functions_path + "/f:other/policy?Qualifier=1",
                       R"({"StatementId":"a","Action":"lambda:*","Principal":"*"})")) ==
        expect(invalid,
               "The derived qualifier from the function name does not match the specified "
               "qualifier."));
  s.add("s3");
  CHECK(refusal(s.add("s3")) ==
        "409 ResourceConflictException The statement id (s3) provided already exists. Please "
        "provide a new statement id, or remove the existing statement.");
  CHECK(refusal(s.send("DELETE", functions_path + "/g/policy/s3")) ==
        expect(not_found, "No policy found for: " + arn + "g"));
  CHECK(refusal(s.send("DELETE", policy_path + "/s3?Qualifier=dead")) ==
        expect(not_found, "Cannot find alias arn: " + arn + "f:dead"));
  CHECK(refusal(s.send("GET", functions_path + "/g/policy")) == no_resource);
  CHECK(refusal(s.send("GET", policy_path + "?Qualifier=77")) == no_resource);
}

TEST_CASE("a policy has room for 20480 bytes of JSON") {
  permitted s;
  std::string refused;
  int added = 0;
  while (refused.empty()) {
    auto answered = s.add("statement-" + std::to_string(added));
    if (answered.status == 201)
      ++added;
    else
      refused = refusal(answered);
    REQUIRE(added < 200);
  }
  CHECK(refused.starts_with("400 PolicyLengthExceededException The final policy size (20"));
  CHECK(refused.ends_with(") is bigger than the limit (20480)."));
  CHECK(text(parsed(s.send("GET", policy_path)), "Policy").size() <= 20480);
  CHECK(text(parsed(s.send("GET", policy_path)), "Policy").size() > 20300);
}
