// Deployments against an AWS in memory: which calls are made, in which order, and what becomes of
// one that is interrupted at any of them.
#include "cli/deploy/calls/apply.hpp"

#include <doctest/doctest.h>

#include <boost/json.hpp>

#include "aws/services/lambda.hpp"
#include "base/sha256.hpp"
#include "cli/deploy/calls/observe.hpp"
#include "cli/deploy/planning/policy.hpp"
#include "cli/deploy/testing/bench.hpp"

using namespace lambent;
using namespace lambent::cli::deploy;
using lambent::cli::testing::bench;
using calls = std::vector<std::string>;

namespace {

void want_everything(wanted_function& wanted) {
  wanted.memory_mb = 256;
  wanted.environment = {{"LEVEL", "debug"}};
  wanted.tags = {{"team", "a"}};
  wanted.reserved_concurrency = 2;
  wanted.alias = "live";
  wanted.url = url_wish::have;
  wanted.url_wanted.auth_type = "NONE";
  wanted.log_retention_days = 7;
  wanted.vpc = vpc_settings{.subnet_ids = {"subnet-1"}, .security_group_ids = {"sg-1"}};
  wanted.tracing_mode = "Active";
}

}  // namespace

TEST_CASE("a new function is made with a role, and the second time nothing is done") {
  bench on;
  CHECK(on.calls_of_deploy() == calls{"lambda GetFunction", "sts GetCallerIdentity", "iam GetRole",
                                      "iam CreateRole", "iam AttachRolePolicy",
                                      "lambda CreateFunction", "lambda GetFunctionConfiguration"});
  CHECK(on.calls_of_deploy() ==
        calls{"lambda GetFunction", "iam GetRole", "iam ListAttachedRolePolicies"});
  CHECK(on.planned == 0);
}

TEST_CASE("a change is one call and waiting for it, with nothing superfluous") {
  bench on;
  on.wanted.role = "arn:aws:iam::123456789012:role/mine";
  REQUIRE(on.deploy().has_value());
  on.wanted.memory_mb = 512;
  CHECK(on.calls_of_deploy() == calls{"lambda GetFunction", "lambda GetFunctionConfiguration",
                                      "lambda UpdateFunctionConfiguration",
                                      "lambda GetFunctionConfiguration"});
  CHECK(on.cloud.function("hello").at("MemorySize") == 512);
  on.code("two");
  CHECK(on.calls_of_deploy() == calls{"lambda GetFunction", "lambda GetFunctionConfiguration",
                                      "lambda UpdateFunctionCode",
                                      "lambda GetFunctionConfiguration"});
  on.wanted.code.s3_bucket = "b";
  on.wanted.code.s3_key = "k.zip";
  on.code("three");
  CHECK(on.calls_of_deploy() ==
        calls{"lambda GetFunction", "s3 PutObject", "lambda GetFunctionConfiguration",
              "lambda UpdateFunctionCode", "lambda GetFunctionConfiguration"});
  on.wanted.url = url_wish::have;
  on.wanted.url_wanted.auth_type = "NONE";
  CHECK(on.calls_of_deploy() == calls{"lambda GetFunction", "lambda GetFunctionUrlConfig",
                                      "lambda GetPolicy", "lambda AddPermission",
                                      "lambda AddPermission", "lambda CreateFunctionUrlConfig"});
  on.wanted.url = url_wish::remove;
  CHECK(on.calls_of_deploy() == calls{"lambda GetFunction", "lambda GetFunctionUrlConfig",
                                      "lambda GetPolicy", "lambda DeleteFunctionUrlConfig",
                                      "lambda RemovePermission", "lambda RemovePermission"});
}

TEST_CASE("CORS that is wanted no longer is taken from the URL") {
  bench on;
  on.wanted.role = "arn:aws:iam::123456789012:role/mine";
  on.wanted.url = url_wish::have;
  on.wanted.url_wanted.cors = cors_settings{.allow_origins = {"*"}, .max_age_s = 60};
  REQUIRE(on.deploy().has_value());
  CHECK(on.cloud.url_config("hello").contains("Cors"));
  on.wanted.url_wanted.cors.reset();
  CHECK(on.calls_of_deploy().back() == "lambda UpdateFunctionUrlConfig");
  CHECK_FALSE(on.cloud.url_config("hello").contains("Cors"));
  REQUIRE(on.deploy().has_value());
  CHECK(on.planned == 0);
}

TEST_CASE("an alias follows each deployment to its version") {
  bench on;
  on.wanted.alias = "live";
  auto done = on.deploy();
  REQUIRE(done.has_value());
  CHECK(done->version == "1");
  CHECK(done->alias_arn == "arn:aws:lambda:eu-west-1:123456789012:function:hello:live");
  done = on.deploy();
  CHECK(done->version == "1");
  CHECK(on.planned == 0);
  on.code("two");
  CHECK(on.deploy()->version == "2");
}

TEST_CASE("an alias is made, moved and left alone by its own calls, behind the version") {
  bench on;
  on.wanted.role = "arn:aws:iam::123456789012:role/mine";
  on.wanted.alias = "live";
  CHECK(on.calls_of_deploy() == calls{"lambda GetFunction", "lambda CreateFunction",
                                      "lambda GetFunctionConfiguration", "lambda PublishVersion",
                                      "lambda CreateAlias"});
  const calls looking = {"lambda GetFunction", "lambda ListVersionsByFunction",
                         "lambda ListAliases"};
  CHECK(on.calls_of_deploy() == looking);
  on.code("two");
  calls moved = looking;
  moved.insert(moved.end(),
               {"lambda GetFunctionConfiguration", "lambda UpdateFunctionCode",
                "lambda GetFunctionConfiguration", "lambda PublishVersion", "lambda UpdateAlias"});
  CHECK(on.calls_of_deploy() == moved);
  CHECK(on.calls_of_deploy() == looking);
  // A second alias of what is published already needs no version.
  on.wanted.alias = "beta";
  calls second = looking;
  second.emplace_back("lambda CreateAlias");
  CHECK(on.calls_of_deploy() == second);
}

TEST_CASE("tags are set and removed by one call each, and a new function has them from its own") {
  bench on;
  on.wanted.role = "arn:aws:iam::123456789012:role/mine";
  on.wanted.tags = {{"team", "a"}, {"stage", "dev"}};
  CHECK(on.calls_of_deploy() ==
        calls{"lambda GetFunction", "lambda CreateFunction", "lambda GetFunctionConfiguration"});
  CHECK(on.calls_of_deploy() == calls{"lambda GetFunction"});
  on.wanted.tags = {{"team", "b"}, {"cost", "1"}};
  CHECK(on.calls_of_deploy() == calls{"lambda GetFunction", "lambda TagResource"});
  CHECK(on.calls_of_deploy() == calls{"lambda GetFunction"});
  on.wanted.prune_tags = true;
  CHECK(on.calls_of_deploy() == calls{"lambda GetFunction", "lambda UntagResource"});
  on.wanted.tags.clear();
  CHECK(on.calls_of_deploy() == calls{"lambda GetFunction", "lambda UntagResource"});
  CHECK(on.calls_of_deploy() == calls{"lambda GetFunction"});
}

TEST_CASE("variables are merged by one update, which has those that are there") {
  bench on;
  on.wanted.role = "arn:aws:iam::123456789012:role/mine";
  on.wanted.environment = {{"KEPT", "1"}, {"LEVEL", "info"}};
  REQUIRE(on.deploy().has_value());
  const calls update = {"lambda GetFunction", "lambda GetFunctionConfiguration",
                        "lambda UpdateFunctionConfiguration", "lambda GetFunctionConfiguration"};
  auto variables = [&] {
    return boost::json::serialize(on.cloud.function("hello").at("Environment").at("Variables"));
  };
  on.wanted.environment = {{"LEVEL", "debug"}};
  CHECK(on.calls_of_deploy() == update);
  CHECK(variables() == R"({"KEPT":"1","LEVEL":"debug"})");
  CHECK(on.calls_of_deploy() == calls{"lambda GetFunction"});
  on.wanted.prune_environment = true;
  CHECK(on.calls_of_deploy() == update);
  CHECK(variables() == R"({"LEVEL":"debug"})");
  CHECK(on.calls_of_deploy() == calls{"lambda GetFunction"});
}

TEST_CASE("how long logs are kept takes a log group, a call, and none when it is so") {
  bench on;
  on.wanted.role = "arn:aws:iam::123456789012:role/mine";
  REQUIRE(on.deploy().has_value());
  on.wanted.log_retention_days = 7;
  const calls looking = {"lambda GetFunction", "logs DescribeLogGroups"};
  CHECK(on.calls_of_deploy() == calls{"lambda GetFunction", "logs DescribeLogGroups",
                                      "logs CreateLogGroup", "logs PutRetentionPolicy"});
  CHECK(on.calls_of_deploy() == looking);
  on.wanted.log_retention_days = 14;
  CHECK(on.calls_of_deploy() ==
        calls{"lambda GetFunction", "logs DescribeLogGroups", "logs PutRetentionPolicy"});
  CHECK(on.calls_of_deploy() == looking);
}

TEST_CASE("a deployment that has nothing to publish tells the version that is there") {
  bench on;
  on.wanted.publish = true;
  CHECK(on.deploy()->version == "1");
  CHECK(on.deploy()->version == "1");
  CHECK(on.planned == 0);
  on.wanted.publish = false;
  CHECK(on.deploy()->version == "$LATEST");
}

TEST_CASE("an alias that divides the calls points to the deployed version alone afterwards") {
  bench on;
  on.wanted.alias = "live";
  REQUIRE(on.deploy().has_value());
  on.code("two");
  REQUIRE(on.deploy().has_value());
  aws::client with = on.client();
  // 1, and 2 for one call in ten: the canary of what $LATEST is.
  REQUIRE(aws::lambda::update_alias(
              with, "hello", "live",
              R"({"FunctionVersion":"1","RoutingConfig":{"AdditionalVersionWeights":{"2":0.1}}})")
              .has_value());
  auto done = on.deploy();
  if (!done) FAIL(done.error().error.what);
  CHECK(done->version == "2");
  auto alias = aws::lambda::get_alias(with, "hello", "live");
  REQUIRE(alias.has_value());
  CHECK(boost::json::serialize(*alias) ==
        R"({"Name":"live","FunctionVersion":"2","RoutingConfig":{"AdditionalVersionWeights":{}}})");
  REQUIRE(on.deploy().has_value());
  CHECK(on.planned == 0);
}

TEST_CASE("the version that the alias leaves is an old one like any other") {
  bench on;
  on.wanted.alias = "live";
  on.wanted.versions_kept = 1;
  REQUIRE(on.deploy().has_value());
  on.code("two");
  const calls made = on.calls_of_deploy();
  CHECK(made.back() == "lambda DeleteFunction");
  CHECK(made[made.size() - 2] == "lambda UpdateAlias");
  REQUIRE(on.deploy().has_value());
  CHECK(on.planned == 0);
}

TEST_CASE("a version that is there already and is published again is not deleted as an old one") {
  bench on;
  on.wanted.role = "arn:aws:iam::123456789012:role/mine";
  on.wanted.publish = true;
  REQUIRE(on.deploy().has_value());
  on.wanted.publish = false;
  on.code("two");
  REQUIRE(on.deploy().has_value());
  on.wanted.publish = true;
  on.wanted.versions_kept = 1;
  on.code("one");
  auto done = on.deploy();
  if (!done) FAIL(done.error().error.what);
  CHECK(done->version == "1");
  CHECK(on.cloud.versions("hello") == std::vector<std::string>{"1"});
  REQUIRE(on.deploy().has_value());
  CHECK(on.planned == 0);
}

TEST_CASE("as many versions are kept as are wanted, whether one was published or was there") {
  for (const bool publishes_anew : {false, true}) {
    CAPTURE(publishes_anew);
    bench on;
    on.wanted.role = "arn:aws:iam::123456789012:role/mine";
    on.wanted.publish = true;
    for (const char* code : {"one", "two", "three"}) {
      on.code(code);
      REQUIRE(on.deploy().has_value());
    }
    on.wanted.publish = false;
    on.code("four");
    REQUIRE(on.deploy().has_value());
    on.wanted.publish = true;
    on.wanted.versions_kept = 2;
    if (!publishes_anew) on.code("three");
    if (publishes_anew) on.code("five");
    auto done = on.deploy();
    if (!done) FAIL(done.error().error.what);
    CHECK(on.cloud.versions("hello") == (publishes_anew ? std::vector<std::string>{"3", "4"}
                                                        : std::vector<std::string>{"2", "3"}));
  }
}

TEST_CASE("a role that Lambda does not know yet is waited for, one that the user named is not") {
  bench on;
  on.cloud.delay_role(5);
  REQUIRE(on.deploy().has_value());
  CHECK(on.slept > std::chrono::milliseconds(0));
  bench named;
  named.wanted.role = "arn:aws:iam::123456789012:role/mine";
  named.cloud.delay_role(1);
  auto done = named.deploy();
  REQUIRE(!done.has_value());
  CHECK(done.error().error.what.find("cannot be assumed by Lambda") != std::string::npos);
}

TEST_CASE("whatever Lambda says of a role that it does not know yet is waited for") {
  for (const char* refusal :
       {"The provided execution role does not have permissions to call CreateNetworkInterface on "
        "EC2",
        "Lambda was unable to configure access to your environment variables because the KMS key "
        "is invalid for CreateGrant. Please check your KMS key settings."}) {
    CAPTURE(refusal);
    bench on;
    REQUIRE(on.deploy().has_value());
    on.wanted.vpc = vpc_settings{.subnet_ids = {"subnet-1"}, .security_group_ids = {"sg-1"}};
    on.wanted.environment = {{"LEVEL", "debug"}};
    on.cloud.delay_role(3, refusal);
    auto done = on.deploy();
    if (!done) FAIL(done.error().error.what);
    CHECK(on.slept > std::chrono::milliseconds(0));
  }
  // A function that somebody else gave its role is told at once.
  bench on;
  on.wanted.role = "arn:aws:iam::123456789012:role/mine";
  REQUIRE(on.deploy().has_value());
  on.wanted.role.reset();
  on.wanted.memory_mb = 256;
  on.cloud.delay_role(1);
  CHECK(!on.deploy().has_value());
  CHECK(on.slept == std::chrono::milliseconds(0));
}

TEST_CASE("the made role is allowed what the function's VPC and tracing take, once") {
  bench on;
  const std::string aws = "arn:aws:iam::aws:policy/";
  const std::string logs = aws + "service-role/AWSLambdaBasicExecutionRole";
  const std::string vpc = aws + "service-role/AWSLambdaVPCAccessExecutionRole";
  const std::string traces = aws + "AWSXRayDaemonWriteAccess";
  auto attached = [&] { return on.cloud.policies("lambent-hello-eu-west-1"); };
  REQUIRE(on.deploy().has_value());
  CHECK(attached() == std::set<std::string>{logs});
  on.wanted.vpc = vpc_settings{.subnet_ids = {"subnet-1"}, .security_group_ids = {"sg-1"}};
  on.wanted.tracing_mode = "Active";
  if (auto done = on.deploy(); !done) FAIL(done.error().error.what);
  CHECK(attached() == std::set<std::string>{logs, vpc, traces});
  REQUIRE(on.deploy().has_value());
  CHECK(on.planned == 0);
  // They are not taken away: somebody's code may count on them.
  on.wanted.tracing_mode = "PassThrough";
  REQUIRE(on.deploy().has_value());
  CHECK(attached().size() == 3);
}

TEST_CASE("readiness is asked for until it is there") {
  bench on;
  on.cloud.stay_busy(3);
  auto made = on.calls_of_deploy();
  CHECK(std::ranges::count(made, "lambda GetFunctionConfiguration") == 4);
  on.wanted.memory_mb = 256;
  on.code("two");
  REQUIRE(on.deploy().has_value());
}

TEST_CASE("a version is published once the function is ready, whoever is changing it") {
  bench on;
  on.wanted.role = "arn:aws:iam::123456789012:role/mine";
  REQUIRE(on.deploy().has_value());
  on.wanted.publish = true;
  on.cloud.begin_change("hello", 2);
  CHECK(on.calls_of_deploy() == calls{"lambda GetFunction", "lambda ListVersionsByFunction",
                                      "lambda ListAliases", "lambda PublishVersion",
                                      "lambda GetFunctionConfiguration",
                                      "lambda GetFunctionConfiguration",
                                      "lambda GetFunctionConfiguration", "lambda PublishVersion"});
  CHECK(on.cloud.versions("hello") == std::vector<std::string>{"1"});
}

TEST_CASE("throttling is lived through") {
  bench on;
  on.cloud.throttle(2);
  REQUIRE(on.deploy().has_value());
}

TEST_CASE("a deployment that is interrupted at any call is finished by the next") {
  bench whole;
  whole.cloud.stay_busy(1);
  want_everything(whole.wanted);
  const std::size_t count = whole.calls_of_deploy().size();
  REQUIRE(count > 15);
  const auto reached = whole.cloud.function("hello");
  for (const bool carried_out : {false, true}) {
    for (std::size_t at = 1; at <= count; ++at) {
      CAPTURE(carried_out);
      CAPTURE(at);
      bench on;
      on.cloud.stay_busy(1);
      want_everything(on.wanted);
      carried_out ? on.cloud.cut_after(static_cast<int>(at))
                  : on.cloud.cut_before(static_cast<int>(at));
      CHECK(!on.deploy().has_value());
      carried_out ? on.cloud.cut_after(0) : on.cloud.cut_before(0);
      auto second = on.deploy();
      if (!second) FAIL(second.error().error.what);
      CHECK(second->version == "1");
      CHECK(second->url == "https://url.lambda-url.eu-west-1.on.aws/");
      CHECK(on.cloud.function("hello") == reached);
      REQUIRE(on.deploy().has_value());
      CHECK(on.planned == 0);
    }
  }
}

TEST_CASE("what is deleted by a call whose answer was lost is gone") {
  for (const char* call : {"lambda DeleteFunctionUrlConfig", "lambda RemovePermission"}) {
    CAPTURE(call);
    bench on;
    want_everything(on.wanted);
    REQUIRE(on.deploy().has_value());
    on.wanted.url = url_wish::remove;
    on.cloud.lose_answer(call);
    if (auto done = on.deploy(); !done) FAIL(done.error().error.what);
    REQUIRE(on.deploy().has_value());
    CHECK(on.planned == 0);
  }
  bench on;
  on.wanted.publish = true;
  on.wanted.versions_kept = 1;
  REQUIRE(on.deploy().has_value());
  on.code("two");
  on.cloud.lose_answer("lambda DeleteFunction");
  if (auto done = on.deploy(); !done) FAIL(done.error().error.what);
  CHECK(on.cloud.versions("hello") == std::vector<std::string>{"2"});
}

TEST_CASE("a layer is published once, and again when something of it differs") {
  bench on;
  auto layer_calls = [&] {
    on.cloud.forget_calls();
    auto done = on.deploy_layer();
    if (!done) FAIL(done.error().error.what);
    CHECK(on.cloud.badly_signed().empty());
    return on.cloud.calls();
  };
  const std::string arn = "arn:aws:lambda:eu-west-1:123456789012:layer:watcher:";
  CHECK(layer_calls() == calls{"lambda ListLayerVersions", "lambda PublishLayerVersion"});
  const calls looking = {"lambda ListLayerVersions", "lambda GetLayerVersion"};
  CHECK(layer_calls() == looking);
  CHECK(on.planned == 0);
  CHECK(on.deploy_layer()->arn == arn + "1");

  on.layer.runtimes = {"provided.al2", "provided.al2023"};
  CHECK(on.deploy_layer()->arn == arn + "2");
  on.layer.description = "what it does";
  CHECK(on.deploy_layer()->arn == arn + "3");
  on.code("two");
  on.wanted.code.s3_bucket = "b";
  on.wanted.code.s3_key = "k.zip";
  CHECK(layer_calls() == calls{"lambda ListLayerVersions", "lambda GetLayerVersion", "s3 PutObject",
                               "lambda PublishLayerVersion"});
  CHECK(layer_calls() == looking);
  CHECK(on.deploy_layer()->version == 4);
}

TEST_CASE("a layer whose publication was interrupted is not published twice") {
  for (const bool carried_out : {false, true}) {
    bench on;
    carried_out ? on.cloud.cut_after(2) : on.cloud.cut_before(2);
    CHECK(!on.deploy_layer().has_value());
    carried_out ? on.cloud.cut_after(0) : on.cloud.cut_before(0);
    CHECK(on.deploy_layer()->version == 1);
  }
}

TEST_CASE("the printed policy is enough to deploy and to look again, and allows nothing else") {
  using change = void (*)(bench&);
  struct scenario {
    std::string name;
    change before;  // Deployed by somebody who may do everything.
    change now;
  };
  const change none = nullptr;
  const std::vector<scenario> scenarios = {
      {"create", none, [](bench&) {}},
      {"create with another's role", none,
       [](bench& on) { on.wanted.role = "arn:aws:iam::123456789012:role/mine"; }},
      {"create with everything", none,
       [](bench& on) {
         want_everything(on.wanted);
         on.wanted.layers = {{"arn:aws:lambda:eu-west-1:123456789012:layer:l:1"}};
         on.wanted.code.s3_bucket = "b";
         on.wanted.code.s3_key = "k/hello.zip";
       }},
      {"nothing to do", [](bench& on) { want_everything(on.wanted); }, [](bench&) {}},
      {"configuration", [](bench&) {}, [](bench& on) { on.wanted.memory_mb = 512; }},
      {"variables", [](bench&) {}, [](bench& on) { on.wanted.environment = {{"A1", "x"}}; }},
      {"variables that the customer's key encrypts", [](bench&) {},
       [](bench& on) {
         on.cloud.encrypt_environment("hello", "arn:aws:kms:eu-west-1:123456789012:key/k");
         on.wanted.environment = {{"A1", "x"}};
       }},
      {"code", [](bench&) {}, [](bench& on) { on.code("two"); }},
      {"VPC", [](bench&) {},
       [](bench& on) {
         on.wanted.vpc = vpc_settings{.subnet_ids = {"subnet-1"}, .security_group_ids = {"sg-1"}};
       }},
      {"tracing", [](bench&) {}, [](bench& on) { on.wanted.tracing_mode = "Active"; }},
      {"another role", [](bench&) {},
       [](bench& on) { on.wanted.role = "arn:aws:iam::123456789012:role/mine"; }},
      {"a role that somebody else has given it",
       [](bench& on) { on.wanted.role = "arn:aws:iam::123456789012:role/mine"; },
       [](bench& on) { on.wanted.role.reset(); }},
      {"tags", [](bench&) {}, [](bench& on) { on.wanted.tags = {{"team", "a"}}; }},
      {"the same tags", [](bench& on) { on.wanted.tags = {{"team", "a"}}; }, [](bench&) {}},
      {"tags that go", [](bench& on) { on.wanted.tags = {{"team", "a"}}; },
       [](bench& on) {
         on.wanted.tags.clear();
         on.wanted.prune_tags = true;
       }},
      {"concurrency", [](bench&) {}, [](bench& on) { on.wanted.reserved_concurrency = 2; }},
      {"alias of a function that is being changed", [](bench&) {},
       [](bench& on) {
         on.wanted.alias = "live";
         on.cloud.begin_change("hello", 1);
       }},
      {"an alias that moves", [](bench& on) { on.wanted.alias = "live"; },
       [](bench& on) { on.code("two"); }},
      {"old versions", [](bench& on) { on.wanted.publish = true; },
       [](bench& on) {
         on.wanted.versions_kept = 1;
         on.code("two");
       }},
      {"URL of the function", [](bench&) {}, [](bench& on) { on.wanted.url = url_wish::have; }},
      {"a URL that changes", [](bench& on) { on.wanted.url = url_wish::have; },
       [](bench& on) {
         on.wanted.url = url_wish::change;
         on.wanted.url_auth = "NONE";
       }},
      {"URL of the alias", [](bench& on) { want_everything(on.wanted); },
       [](bench& on) { on.wanted.url = url_wish::remove; }},
      {"logs", [](bench&) {}, [](bench& on) { on.wanted.log_retention_days = 7; }},
      {"logs for ever", [](bench& on) { on.wanted.log_retention_days = 7; },
       [](bench& on) { on.wanted.log_retention_days = 0; }},
  };
  for (const scenario& one : scenarios) {
    CAPTURE(one.name);
    bench on;
    if (one.before != nullptr) {
      one.before(on);
      REQUIRE(on.deploy().has_value());
    }
    one.now(on);
    const std::string policy = on.policy();
    on.cloud.allow_only(cli::testing::read_policy(policy));
    if (auto done = on.deploy(); !done) FAIL_CHECK(done.error().error.what);
    if (auto done = on.deploy(); !done) FAIL_CHECK(done.error().error.what);
    CHECK(on.planned == 0);
    CHECK(policy_document(on.cloud.used_permissions()) == policy);
  }
}

TEST_CASE("tags that may not be seen are no missing tags") {
  bench on;
  on.wanted.tags = {{"team", "a"}};
  REQUIRE(on.deploy().has_value());
  auto allowed = cli::testing::read_policy(on.policy());
  for (auto& [resource, actions] : allowed) actions.erase("lambda:ListTags");
  on.cloud.allow_only(allowed);
  aws::client with = on.client();
  auto observed = observe(with, on.wanted);
  REQUIRE(observed.has_value());
  auto refused = make_plan(on.wanted, *observed);
  REQUIRE(!refused.has_value());
  CHECK(refused.error().what ==
        "the tags of hello cannot be seen: AccessDeniedException: not authorized to perform: "
        "lambda:ListTags");
  CHECK(refused.error().hint.find("lambda:ListTags") != std::string::npos);
  // Who wants none of them does not have to see them.
  on.wanted.tags.clear();
  CHECK(make_plan(on.wanted, *observed).has_value());
}

TEST_CASE("variables that may not be seen are no missing variables") {
  bench on;
  on.wanted.environment = {{"KEPT", "1"}};
  REQUIRE(on.deploy().has_value());
  on.cloud.encrypt_environment("hello", "arn:aws:kms:eu-west-1:123456789012:key/k");
  on.wanted.environment = {{"LEVEL", "debug"}};
  auto allowed = cli::testing::read_policy(on.policy());
  allowed.erase("arn:aws:kms:eu-west-1:123456789012:key/k");
  on.cloud.allow_only(allowed);
  aws::client with = on.client();
  auto observed = observe(with, on.wanted);
  REQUIRE(observed.has_value());
  auto refused = make_plan(on.wanted, *observed);
  REQUIRE(!refused.has_value());
  CHECK(refused.error().what ==
        "the variables of hello cannot be seen: AccessDeniedException: not authorized to perform: "
        "kms:Decrypt");
  CHECK(refused.error().hint ==
        "they would be lost by a change; who deploys needs kms:Decrypt for their key");
  on.wanted.environment.clear();
  on.wanted.prune_environment = true;
  CHECK(!make_plan(on.wanted, *observed).has_value());
  // Who wants none of them does not have to see them, and leaves them alone.
  on.wanted.prune_environment = false;
  on.wanted.memory_mb = 256;
  if (auto done = on.deploy(); !done) FAIL(done.error().error.what);
  CHECK(on.cloud.function("hello").at("Environment").at("Variables").at("KEPT") == "1");
}

TEST_CASE("a zip that changed between the plan and the call is not sent") {
  bench on;
  on.wanted.code.sha256 = base64_of_sha256("another");
  auto done = on.deploy();
  REQUIRE(!done.has_value());
  CHECK(done.error().error.what.find("has changed since it was looked at") != std::string::npos);
}

TEST_CASE("a function that Lambda could not make ready is told, and one that rests is not") {
  bench on;
  REQUIRE(on.deploy().has_value());
  aws::client with = on.client();
  on.cloud.set_state("hello", "Inactive", "Idle", "The function is idle.");
  auto seen = observe(with, on.wanted);
  REQUIRE(seen.has_value());
  CHECK(seen->failed == "");
  CHECK(make_plan(on.wanted, *seen)->empty());
  on.cloud.set_state("hello", "Failed", "InvalidSubnet", "The subnet is gone.");
  seen = observe(with, on.wanted);
  REQUIRE(seen.has_value());
  CHECK(seen->failed == "InvalidSubnet: The subnet is gone.");
  CHECK(!make_plan(on.wanted, *seen).has_value());
}
