#include <doctest/doctest.h>

#include "base/temp_dir.hpp"
#include "engine/companions/iam/policy_document.hpp"
#include "engine/companions/iam/service.hpp"
#include "engine/companions/query/testing.hpp"

using namespace lambent;
namespace iam = lambent::companions::iam;

namespace {

const std::string trust =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",)"
    R"("Principal":{"Service":"lambda.amazonaws.com"}}]})";
const std::string allow =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}})";
const std::string basic = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

struct identity {
  testing::temp_dir data;
  std::unique_ptr<iam::store> store = open();
  iam::service service{*store};
  testing::query_client<iam::service> client{service};

  std::unique_ptr<iam::store> open() {
    auto opened = iam::store::open(data.path / "iam.db");
    REQUIRE(opened.has_value());
    return std::move(*opened);
  }
  void create(std::string_view name) {
    client.call(
        {{"Action", "CreateRole"}, {"RoleName", name}, {"AssumeRolePolicyDocument", trust}});
  }
  xml_element get(std::string_view name) {
    return *client.call({{"Action", "GetRole"}, {"RoleName", name}}).child("Role");
  }
};

std::vector<std::string> texts(const xml_element& list, std::string_view member = {}) {
  std::vector<std::string> all;
  for (const auto& one : list.children)
    all.emplace_back(member.empty() ? one.text : std::string(one.at(member)));
  return all;
}

using names = std::vector<std::string>;

}  // namespace

TEST_CASE("a role is made and shown as IAM shows it") {
  identity i;
  xml_element made = *i.client
                          .call({{"Action", "CreateRole"},
                                 {"RoleName", "r"},
                                 {"Path", "/service-role/"},
                                 {"AssumeRolePolicyDocument", trust},
                                 {"Description", "d"},
                                 {"Tags.member.1.Key", "k"},
                                 {"Tags.member.1.Value", "v"}})
                          .child("Role");
  CHECK(made.at("Arn") == "arn:aws:iam::123456789012:role/service-role/r");
  CHECK(made.at("RoleId").starts_with("AROA"));
  CHECK(made.at("CreateDate") == "2026-01-12T10:20:30Z");
  CHECK(percent_decode(made.at("AssumeRolePolicyDocument")) == trust);
  CHECK(made.child("MaxSessionDuration") == nullptr);
  CHECK(made.child("Tags")->children.front().at("Value") == "v");

  xml_element shown = i.get("r");
  CHECK(shown.at("Description") == "d");
  CHECK(shown.at("MaxSessionDuration") == "3600");
  CHECK(shown.child("RoleLastUsed") != nullptr);
  CHECK(shown.at("RoleId") == made.at("RoleId"));
}

TEST_CASE("roles survive their service") {
  identity i;
  i.create("r");
  i.client.call({{"Action", "AttachRolePolicy"}, {"RoleName", "r"}, {"PolicyArn", basic}});
  i.store.reset();
  i.store = i.open();
  iam::service again(*i.store);
  testing::query_client<iam::service> client(again);
  CHECK(client.call({{"Action", "GetRole"}, {"RoleName", "r"}}).child("Role") != nullptr);
  xml_element attached = client.call({{"Action", "ListAttachedRolePolicies"}, {"RoleName", "r"}});
  CHECK(texts(*attached.child("AttachedPolicies"), "PolicyArn") == names{basic});
}

TEST_CASE("a role that exists is refused, and so is one that does not") {
  identity i;
  i.create("r");
  CHECK(i.client.refusal(
            {{"Action", "CreateRole"}, {"RoleName", "r"}, {"AssumeRolePolicyDocument", trust}}) ==
        "409 EntityAlreadyExists Role with name r already exists.");
  CHECK(i.client.refusal({{"Action", "GetRole"}, {"RoleName", "x"}}) ==
        "404 NoSuchEntity The role with name x cannot be found.");
  i.client.who.account = "210987654321";
  CHECK(i.client.refusal({{"Action", "GetRole"}, {"RoleName", "r"}}).starts_with("404 "));
}

TEST_CASE("names, paths and numbers are checked in IAM's words") {
  identity i;
  auto create = [&](std::string_view name, std::string_view path, std::string_view seconds) {
    return i.client.refusal({{"Action", "CreateRole"},
                             {"RoleName", name},
                             {"Path", path},
                             {"MaxSessionDuration", seconds},
                             {"AssumeRolePolicyDocument", trust}});
  };
  CHECK(create("a/b", "/", "3600") ==
        "400 ValidationError The specified value for roleName is invalid. It must contain only "
        "alphanumeric characters and/or the following: +=,.@_-");
  CHECK(
      create(std::string(65, 'a'), "/", "3599") ==
      "400 ValidationError 2 validation errors detected: Value '" + std::string(65, 'a') +
          "' at 'roleName' failed to satisfy constraint: Member must have length less than or "
          "equal to 64; Value '3599' at 'maxSessionDuration' failed to satisfy constraint: Member "
          "must have value greater than or equal to 3600");
  CHECK(create("a", "no/", "3600").contains("The specified value for path is invalid."));
  CHECK(i.client.refusal({{"Action", "GetRole"}}) ==
        "400 ValidationError 1 validation error detected: Value null at 'roleName' failed to "
        "satisfy constraint: Member must not be null");
}

TEST_CASE("documents that are no policies are refused") {
  identity i;
  auto create = [&](std::string_view document) {
    return i.client.refusal(
        {{"Action", "CreateRole"}, {"RoleName", "r"}, {"AssumeRolePolicyDocument", document}});
  };
  CHECK(create("{") == "400 MalformedPolicyDocument This policy contains invalid Json");
  CHECK(create("{}") == "400 MalformedPolicyDocument Syntax errors in policy.");
  CHECK(create(allow) == "400 MalformedPolicyDocument Has prohibited field Resource");
  std::string long_trust = trust;
  long_trust.insert(long_trust.find("\"Effect\""), "\"Sid\":\"" + std::string(2'048, 'x') + "\",");
  CHECK(create(long_trust) == "409 LimitExceeded Cannot exceed quota for ACLSizePerRole: 2048");
  i.create("r");
  CHECK(i.client.refusal({{"Action", "PutRolePolicy"},
                          {"RoleName", "r"},
                          {"PolicyName", "p"},
                          {"PolicyDocument", trust}}) ==
        "400 MalformedPolicyDocument Policy document should not specify a principal.");
}

TEST_CASE("white space between tokens does not count against the quotas") {
  std::string padded = allow;
  padded.insert(1, std::string(10'000, ' '));
  CHECK(iam::check_document(padded, iam::document_kind::identity) == allow.size());
  CHECK(iam::check_document(R"({"Statement":{"Sid":"a \" b","Effect":"Allow","Action":"*",)"
                            R"( "Resource":"*"}})",
                            iam::document_kind::identity) == 75);
}

TEST_CASE("a trust policy is read for Lambda's principal") {
  CHECK(iam::trusts_lambda(trust));
  auto with = [](std::string_view principal, std::string_view action) {
    return R"({"Statement":[{"Effect":"Allow","Action":)" + std::string(action) +
           R"(,"Principal":)" + std::string(principal) + "}]}";
  };
  CHECK(iam::trusts_lambda(with(R"({"Service":["ec2.amazonaws.com","lambda.amazonaws.com"]})",
                                R"(["sts:AssumeRole","sts:TagSession"])")));
  CHECK(iam::trusts_lambda(with(R"("*")", R"("sts:*")")));
  CHECK_FALSE(
      iam::trusts_lambda(with(R"({"Service":"ec2.amazonaws.com"})", R"("sts:AssumeRole")")));
  CHECK_FALSE(iam::trusts_lambda(with(R"({"AWS":"*"})", R"("sts:AssumeRole")")));
  CHECK_FALSE(
      iam::trusts_lambda(with(R"({"Service":"lambda.amazonaws.com"})", R"("sts:TagSession")")));
}

TEST_CASE("inline policies are put, read, listed and deleted") {
  identity i;
  i.create("r");
  for (std::string_view name : {"b", "a"})
    i.client.call({{"Action", "PutRolePolicy"},
                   {"RoleName", "r"},
                   {"PolicyName", name},
                   {"PolicyDocument", allow}});
  xml_element got =
      i.client.call({{"Action", "GetRolePolicy"}, {"RoleName", "r"}, {"PolicyName", "a"}});
  CHECK(percent_decode(got.at("PolicyDocument")) == allow);
  CHECK(texts(*i.client.call({{"Action", "ListRolePolicies"}, {"RoleName", "r"}})
                   .child("PolicyNames")) == names{"a", "b"});
  i.client.call({{"Action", "DeleteRolePolicy"}, {"RoleName", "r"}, {"PolicyName", "a"}});
  CHECK(i.client.refusal({{"Action", "GetRolePolicy"}, {"RoleName", "r"}, {"PolicyName", "a"}}) ==
        "404 NoSuchEntity The role policy with name a cannot be found.");
}

TEST_CASE("all inline policies of a role together have a limit") {
  identity i;
  i.create("r");
  std::string long_policy = allow;
  long_policy.insert(long_policy.find("\"Effect\""),
                     "\"Sid\":\"" + std::string(6'000, 'x') + "\",");
  auto put = [&](std::string_view name) {
    return i.client
        .send({{"Action", "PutRolePolicy"},
               {"RoleName", "r"},
               {"PolicyName", name},
               {"PolicyDocument", long_policy}})
        .status;
  };
  CHECK(put("a") == 200);
  CHECK(put("a") == 200);
  CHECK(i.client.refusal({{"Action", "PutRolePolicy"},
                          {"RoleName", "r"},
                          {"PolicyName", "b"},
                          {"PolicyDocument", long_policy}}) ==
        "409 LimitExceeded Maximum policy size of 10240 bytes exceeded for role r");
}

TEST_CASE("AWS's policies can be attached, known or not, and are shown") {
  identity i;
  i.create("r");
  const std::string unknown = "arn:aws:iam::aws:policy/AmazonTextractFullAccess";
  for (const auto& arn : {basic, unknown, basic})
    i.client.call({{"Action", "AttachRolePolicy"}, {"RoleName", "r"}, {"PolicyArn", arn}});
  xml_element listed = i.client.call({{"Action", "ListAttachedRolePolicies"}, {"RoleName", "r"}});
  CHECK(texts(*listed.child("AttachedPolicies"), "PolicyName") ==
        names{"AmazonTextractFullAccess", "AWSLambdaBasicExecutionRole"});
  xml_element policy =
      *i.client.call({{"Action", "GetPolicy"}, {"PolicyArn", basic}}).child("Policy");
  CHECK(policy.at("AttachmentCount") == "1");
  CHECK(policy.at("Path") == "/service-role/");
  xml_element version = *i.client
                             .call({{"Action", "GetPolicyVersion"},
                                    {"PolicyArn", basic},
                                    {"VersionId", policy.at("DefaultVersionId")}})
                             .child("PolicyVersion");
  CHECK(percent_decode(version.at("Document")).contains("logs:CreateLogGroup"));
  CHECK(i.client.call({{"Action", "GetPolicy"}, {"PolicyArn", unknown}}).child("Policy") !=
        nullptr);
  CHECK(i.client
            .refusal({{"Action", "GetPolicyVersion"}, {"PolicyArn", unknown}, {"VersionId", "v1"}})
            .contains("is not known to Lambent"));
  xml_element all = i.client.call({{"Action", "ListPolicies"}, {"OnlyAttached", "true"}});
  CHECK(texts(*all.child("Policies"), "Arn") == names{unknown, basic});

  i.client.call({{"Action", "DetachRolePolicy"}, {"RoleName", "r"}, {"PolicyArn", unknown}});
  CHECK(i.client.refusal(
            {{"Action", "DetachRolePolicy"}, {"RoleName", "r"}, {"PolicyArn", unknown}}) ==
        "404 NoSuchEntity Policy " + unknown + " was not found.");
}

TEST_CASE("only policies that exist are attached, up to ten") {
  identity i;
  i.create("r");
  auto attach = [&](std::string_view arn) {
    return i.client.refusal(
        {{"Action", "AttachRolePolicy"}, {"RoleName", "r"}, {"PolicyArn", arn}});
  };
  CHECK(attach("no-arn-at-all-no-arn-at-all") ==
        "400 ValidationError Invalid ARN:  Could not be parsed!");
  CHECK(attach("arn:aws:iam::123456789012:policy/none") ==
        "404 NoSuchEntity Policy arn:aws:iam::123456789012:policy/none does not exist or is not "
        "attachable.");
  for (int n = 0; n < 10; ++n)
    i.client.call({{"Action", "AttachRolePolicy"},
                   {"RoleName", "r"},
                   {"PolicyArn", "arn:aws:iam::aws:policy/P" + std::to_string(n)}});
  CHECK(attach("arn:aws:iam::aws:policy/P10") ==
        "409 LimitExceeded Cannot exceed quota for PoliciesPerRole: 10");
}

TEST_CASE("a role with policies cannot be deleted") {
  identity i;
  i.create("r");
  i.client.call({{"Action", "AttachRolePolicy"}, {"RoleName", "r"}, {"PolicyArn", basic}});
  i.client.call({{"Action", "PutRolePolicy"},
                 {"RoleName", "r"},
                 {"PolicyName", "p"},
                 {"PolicyDocument", allow}});
  CHECK(i.client.refusal({{"Action", "DeleteRole"}, {"RoleName", "r"}}) ==
        "409 DeleteConflict Cannot delete entity, must detach all policies first.");
  i.client.call({{"Action", "DetachRolePolicy"}, {"RoleName", "r"}, {"PolicyArn", basic}});
  CHECK(i.client.refusal({{"Action", "DeleteRole"}, {"RoleName", "r"}}) ==
        "409 DeleteConflict Cannot delete entity, must delete policies first.");
  i.client.call({{"Action", "DeleteRolePolicy"}, {"RoleName", "r"}, {"PolicyName", "p"}});
  CHECK(i.client.call({{"Action", "ListInstanceProfilesForRole"}, {"RoleName", "r"}})
            .child("InstanceProfiles")
            ->children.empty());
  i.client.call({{"Action", "DeleteRole"}, {"RoleName", "r"}});
  CHECK(i.client.refusal({{"Action", "GetRole"}, {"RoleName", "r"}}).starts_with("404 "));
}

TEST_CASE("a role is changed and tagged") {
  identity i;
  i.create("r");
  i.client.call({{"Action", "UpdateRole"},
                 {"RoleName", "r"},
                 {"Description", "new"},
                 {"MaxSessionDuration", "7200"}});
  std::string other = trust;
  other.replace(other.find("lambda.amazonaws.com"), 6, "events");
  i.client.call(
      {{"Action", "UpdateAssumeRolePolicy"}, {"RoleName", "r"}, {"PolicyDocument", other}});
  xml_element shown = i.get("r");
  CHECK(shown.at("Description") == "new");
  CHECK(shown.at("MaxSessionDuration") == "7200");
  CHECK(percent_decode(shown.at("AssumeRolePolicyDocument")) == other);

  i.client.call({{"Action", "TagRole"},
                 {"RoleName", "r"},
                 {"Tags.member.1.Key", "b"},
                 {"Tags.member.1.Value", "1"},
                 {"Tags.member.2.Key", "a"},
                 {"Tags.member.2.Value", "2"}});
  i.client.call({{"Action", "TagRole"},
                 {"RoleName", "r"},
                 {"Tags.member.1.Key", "b"},
                 {"Tags.member.1.Value", "3"}});
  xml_element tags = i.client.call({{"Action", "ListRoleTags"}, {"RoleName", "r"}});
  CHECK(texts(*tags.child("Tags"), "Value") == names{"2", "3"});
  i.client.call({{"Action", "UntagRole"}, {"RoleName", "r"}, {"TagKeys.member.1", "b"}});
  tags = i.client.call({{"Action", "ListRoleTags"}, {"RoleName", "r"}});
  CHECK(texts(*tags.child("Tags"), "Key") == names{"a"});
}

TEST_CASE("roles come in pages, by path") {
  identity i;
  for (std::string_view name : {"c", "a", "b"}) i.create(name);
  xml_element first = i.client.call({{"Action", "ListRoles"}, {"MaxItems", "2"}});
  CHECK(texts(*first.child("Roles"), "RoleName") == names{"a", "b"});
  CHECK(first.at("IsTruncated") == "true");
  xml_element second = i.client.call({{"Action", "ListRoles"}, {"Marker", first.at("Marker")}});
  CHECK(texts(*second.child("Roles"), "RoleName") == names{"c"});
  CHECK(second.at("IsTruncated") == "false");
  CHECK(i.client.call({{"Action", "ListRoles"}, {"PathPrefix", "/other/"}})
            .child("Roles")
            ->children.empty());
}

TEST_CASE("managed policies have versions, and go when nothing needs them") {
  identity i;
  i.create("r");
  xml_element made = *i.client
                          .call({{"Action", "CreatePolicy"},
                                 {"PolicyName", "p"},
                                 {"Path", "/team/"},
                                 {"PolicyDocument", allow}})
                          .child("Policy");
  const std::string arn = "arn:aws:iam::123456789012:policy/team/p";
  CHECK(made.at("Arn") == arn);
  CHECK(made.at("DefaultVersionId") == "v1");
  CHECK(i.client.refusal(
            {{"Action", "CreatePolicy"}, {"PolicyName", "p"}, {"PolicyDocument", allow}}) ==
        "409 EntityAlreadyExists A policy called p already exists. Duplicate names are not "
        "allowed.");
  i.client.call({{"Action", "AttachRolePolicy"}, {"RoleName", "r"}, {"PolicyArn", arn}});
  for (int n = 2; n <= 5; ++n)
    i.client.call({{"Action", "CreatePolicyVersion"},
                   {"PolicyArn", arn},
                   {"PolicyDocument", allow},
                   {"SetAsDefault", n == 3 ? "true" : "false"}});
  CHECK(i.client
            .refusal(
                {{"Action", "CreatePolicyVersion"}, {"PolicyArn", arn}, {"PolicyDocument", allow}})
            .starts_with("409 LimitExceeded A managed policy can have up to 5 versions."));
  xml_element versions = i.client.call({{"Action", "ListPolicyVersions"}, {"PolicyArn", arn}});
  CHECK(texts(*versions.child("Versions"), "VersionId") == names{"v5", "v4", "v3", "v2", "v1"});
  CHECK(texts(*versions.child("Versions"), "IsDefaultVersion") ==
        names{"false", "false", "true", "false", "false"});
  auto remove = [&](std::string_view version) {
    return i.client.send(
        {{"Action", "DeletePolicyVersion"}, {"PolicyArn", arn}, {"VersionId", version}});
  };
  CHECK(remove("v3").status == 409);
  CHECK(i.client.refusal({{"Action", "DeletePolicy"}, {"PolicyArn", arn}}) ==
        "409 DeleteConflict Cannot delete a policy attached to entities.");
  i.client.call({{"Action", "DetachRolePolicy"}, {"RoleName", "r"}, {"PolicyArn", arn}});
  CHECK(i.client.refusal({{"Action", "DeletePolicy"}, {"PolicyArn", arn}})
            .starts_with("409 DeleteConflict This policy has more than one version."));
  for (std::string_view version : {"v1", "v2", "v4", "v5"}) CHECK(remove(version).status == 200);
  i.client.call({{"Action", "DeletePolicy"}, {"PolicyArn", arn}});
  CHECK(i.client.refusal({{"Action", "GetPolicy"}, {"PolicyArn", arn}}) ==
        "404 NoSuchEntity Policy " + arn + " was not found.");
}

namespace {

// IAM's file between two runs of the engine.
struct kept_file {
  testing::temp_dir data;
  const std::filesystem::path file = data.path / "iam.db";

  template <class Calls>
  void serve(Calls&& calls) {
    auto opened = iam::store::open(file);
    REQUIRE(opened.has_value());
    iam::service service{**opened};
    testing::query_client<iam::service> client{service};
    calls(client);
  }
  void change(const std::string& sql) {
    auto disk = store::database::open(file);
    REQUIRE(disk.has_value());
    REQUIRE(disk->run(sql).has_value());
  }
};

}  // namespace

TEST_CASE("a policy that could not be kept as a whole leaves nothing, and its name is free") {
  kept_file f;
  const std::string arn = "arn:aws:iam::123456789012:policy/p";
  auto create = [](auto& client) {
    return client.send({{"Action", "CreatePolicy"}, {"PolicyName", "p"}, {"PolicyDocument", allow}})
        .status;
  };
  auto add_version = [&](auto& client) {
    return client
        .send({{"Action", "CreatePolicyVersion"}, {"PolicyArn", arn}, {"PolicyDocument", allow}})
        .status;
  };
  auto versions = [&](auto& client) {
    xml_element all = client.call({{"Action", "ListPolicyVersions"}, {"PolicyArn", arn}});
    return texts(*all.child("Versions"), "VersionId");
  };
  const std::string full =
      "CREATE TRIGGER full BEFORE INSERT ON policy BEGIN SELECT RAISE(ABORT, 'full'); END";
  f.serve([](auto&) {});
  f.change(full);
  f.serve([&](auto& client) { CHECK(create(client) == 500); });
  f.change("DROP TRIGGER full");
  f.serve([&](auto& client) {
    CHECK(create(client) == 200);
    CHECK(versions(client) == names{"v1"});
  });
  f.change(full);
  f.serve([&](auto& client) {
    CHECK(add_version(client) == 500);
    CHECK(versions(client) == names{"v1"});
  });
  f.change("DROP TRIGGER full");
  f.serve([&](auto& client) {
    CHECK(add_version(client) == 200);
    CHECK(versions(client) == names{"v2", "v1"});
  });
}

TEST_CASE("a version that an earlier build has left without its policy is in nobody's way") {
  kept_file f;
  f.serve([](auto&) {});
  f.change("INSERT INTO policy_version VALUES ('123456789012', 'p', 1, '{}', 0)");
  f.serve([](auto& client) {
    client.call({{"Action", "CreatePolicy"}, {"PolicyName", "p"}, {"PolicyDocument", allow}});
  });
}
