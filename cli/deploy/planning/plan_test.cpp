// What a deployment would do, for every way in which what is wanted and what there is can differ.
#include "cli/deploy/planning/plan.hpp"

#include <doctest/doctest.h>

#include <boost/json.hpp>

#include "cli/deploy/calls/requests.hpp"
#include "cli/deploy/planning/check.hpp"
#include "cli/deploy/planning/plan_text.hpp"
#include "cli/deploy/planning/policy.hpp"
#include "cli/deploy/testing/plans.hpp"

using namespace lambent::cli::deploy;
using namespace lambent::cli::deploy::testing;
namespace json = boost::json;
using enum step_kind;

TEST_CASE("what a function on AWS is called or described as does nothing to the terminal") {
  const std::vector<difference> all = {{"Description", "a\x1b[2Jb", "c\rd"},
                                       {"Tags.\x1b]0;x\a", "", "new\nline"}};
  CHECK(lines_of(all, plan_style{}) ==
        "  ~ Description: a\\x1b[2Jb -> c\\x0dd\n  + Tags.\\x1b]0;x\\x07: new\\nline\n");
}

TEST_CASE("a function that is as it is wanted has nothing done to it") {
  CHECK(kinds(hello(), hello_there()).empty());
  wanted_function same = hello();
  same.memory_mb = 128;
  same.environment = {{"LEVEL", "info"}};
  CHECK(kinds(same, hello_there()).empty());
}

TEST_CASE("each member of the configuration is changed by itself") {
  using change = void (*)(wanted_function&);
  const std::vector<std::pair<std::string, change>> changes = {
      {"Description", [](auto& w) { w.description = "new"; }},
      {"Role", [](auto& w) { w.role = "arn:aws:iam::123456789012:role/other"; }},
      {"Runtime", [](auto& w) { w.runtime = "provided.al2"; }},
      {"Handler", [](auto& w) { w.handler = "other"; }},
      {"MemorySize", [](auto& w) { w.memory_mb = 256; }},
      {"Timeout", [](auto& w) { w.timeout_s = 30; }},
      {"EphemeralStorage.Size", [](auto& w) { w.ephemeral_storage_mb = 1024; }},
      {"Environment.NEW", [](auto& w) { w.environment["NEW"] = "x"; }},
      {"Layers", [](auto& w) { w.layers = {{"arn:1", "arn:2"}}; }},
      {"LoggingConfig.LogFormat", [](auto& w) { w.log_format = "JSON"; }},
      {"LoggingConfig.LogGroup", [](auto& w) { w.log_group = "mine"; }},
  };
  for (const auto& [member, apply] : changes) {
    wanted_function wanted = hello();
    apply(wanted);
    const observed_function there = hello_there();
    const step update = only_step(wanted, there);
    CHECK(update.kind == update_configuration);
    REQUIRE(update.differences.size() == 1);
    CHECK(update.differences[0].member == member);
    const json::object sent =
        json::parse(update_configuration_request(wanted, *there.configuration, update)).as_object();
    REQUIRE(sent.size() == 1);
    CHECK(sent.begin()->key() == member.substr(0, member.find('.')));
  }
}

TEST_CASE(
    "environment variables are merged into those that are there, and pruned only when asked") {
  wanted_function wanted = hello();
  wanted.environment = {{"LEVEL", "debug"}};
  const observed_function there = hello_there();
  step update = only_step(wanted, there);
  CHECK(update.differences == std::vector<difference>{{"Environment.LEVEL", "info", "debug"}});
  CHECK(update_configuration_request(wanted, *there.configuration, update) ==
        R"({"Environment":{"Variables":{"KEPT":"1","LEVEL":"debug"}}})");
  wanted.prune_environment = true;
  update = only_step(wanted, there);
  CHECK(update.differences == std::vector<difference>{{"Environment.LEVEL", "info", "debug"},
                                                      {"Environment.KEPT", "1", ""}});
  CHECK(update_configuration_request(wanted, *there.configuration, update) ==
        R"({"Environment":{"Variables":{"LEVEL":"debug"}}})");
}

TEST_CASE("layers keep their order, and an empty list takes all away") {
  observed_function there = hello_there();
  there.configuration->layers = {"arn:1", "arn:2"};
  wanted_function wanted = hello();
  CHECK(kinds(wanted, there).empty());
  wanted.layers = {{"arn:2", "arn:1"}};
  CHECK(kinds(wanted, there) == steps{update_configuration});
  wanted.layers = std::vector<std::string>{};
  const step update = only_step(wanted, there);
  CHECK(update_configuration_request(wanted, *there.configuration, update) == R"({"Layers":[]})");
}

TEST_CASE("a structure of AWS's is sent whole when one of its members changes") {
  observed_function there = hello_there();
  there.configuration->log_format = "JSON";
  there.configuration->application_log_level = "INFO";
  there.configuration->system_log_level = "WARN";
  wanted_function wanted = hello();
  wanted.application_log_level = "DEBUG";
  const step update = only_step(wanted, there);
  CHECK(update_configuration_request(wanted, *there.configuration, update) ==
        R"({"LoggingConfig":{"LogFormat":"JSON","ApplicationLogLevel":"DEBUG",)"
        R"("SystemLogLevel":"WARN","LogGroup":"/aws/lambda/hello"}})");
}

TEST_CASE("log levels are refused where the function's logs are not JSON") {
  auto refused = [](const wanted_function& wanted, const observed_function& there) {
    auto made = make_plan(wanted, there);
    return made ? std::string() : made.error().what + " | " + made.error().hint;
  };
  const std::string hint =
      " | Lambda takes log levels with the JSON format alone: --log-format json";
  wanted_function application = hello();
  application.application_log_level = "DEBUG";
  wanted_function system = hello();
  system.system_log_level = "WARN";
  CHECK(refused(application, hello_there()) ==
        "--application-log-level: hello logs as text" + hint);
  CHECK(refused(system, hello_there()) == "--system-log-level: hello logs as text" + hint);
  CHECK(refused(system, nothing_there()) ==
        "--system-log-level: the new function hello would log as text" + hint);
  // The format may be the function's, or be wanted with the level.
  observed_function json_there = hello_there();
  json_there.configuration->log_format = "JSON";
  CHECK(refused(application, json_there) == "");
  application.log_format = "JSON";
  CHECK(refused(application, hello_there()) == "");
  CHECK(refused(application, nothing_there()) == "");
  // What contradicts itself is known without a call.
  application.log_format = "Text";
  CHECK(check(application).error().what ==
        "--application-log-level and --log-format text contradict each other");
  CHECK(refused(application, json_there) != "");
  // Away from JSON its levels go by themselves.
  wanted_function text = hello();
  text.log_format = "Text";
  json_there.configuration->application_log_level = "INFO";
  json_there.configuration->system_log_level = "INFO";
  const step update = only_step(text, json_there);
  CHECK(update_configuration_request(text, *json_there.configuration, update) ==
        R"({"LoggingConfig":{"LogFormat":"Text","LogGroup":"/aws/lambda/hello"}})");
}

TEST_CASE("code is sent only when its hash or its architecture differs, after the configuration") {
  wanted_function wanted = hello();
  wanted.code.sha256 = "def=";
  CHECK(kinds(wanted, hello_there()) == steps{update_code});
  wanted.memory_mb = 512;
  CHECK(kinds(wanted, hello_there()) == steps{update_configuration, update_code});
  wanted = hello();
  wanted.code.architecture = "arm64";
  CHECK(only_step(wanted, hello_there()).differences ==
        std::vector<difference>{{"Architectures", "x86_64", "arm64"}});
  CHECK(update_code_request(wanted, "zip") == R"({"Architectures":["arm64"],"ZipFile":"emlw"})");
}

TEST_CASE("code may go through S3, and goes there only when it is used") {
  wanted_function wanted = hello();
  wanted.code.s3_bucket = "b";
  wanted.code.s3_key = "k/hello.zip";
  CHECK(kinds(wanted, hello_there()).empty());
  wanted.code.sha256 = "def=";
  CHECK(kinds(wanted, hello_there()) == steps{put_code, update_code});
  CHECK(update_code_request(wanted, "") ==
        R"({"Architectures":["x86_64"],"S3Bucket":"b","S3Key":"k/hello.zip"})");
  CHECK(kinds(wanted, nothing_there()) ==
        steps{create_role, allow_logs, put_code, create_function});
}

TEST_CASE("tags are merged, and a new function has them from its creation") {
  wanted_function wanted = hello();
  wanted.tags = {{"team", "a"}, {"empty", ""}};
  observed_function there = hello_there();
  there.tags = {{"team", "b"}, {"old", "1"}};
  const step set = only_step(wanted, there);
  CHECK(set.kind == tag);
  CHECK(set.differences ==
        std::vector<difference>{{"Tags.empty", "", ""}, {"Tags.team", "b", "a"}});
  wanted.prune_tags = true;
  auto made = make_plan(wanted, there);
  REQUIRE(made->steps.size() == 2);
  CHECK(made->steps[1].kind == untag);
  CHECK(made->steps[1].subject == "old");
  CHECK(kinds(wanted, nothing_there()) == steps{create_role, allow_logs, create_function});
  CHECK(create_function_request(wanted, "r", "zip") ==
        R"({"FunctionName":"hello","Runtime":"provided.al2023","Role":"r","Handler":"bootstrap",)"
        R"("Architectures":["x86_64"],"Code":{"ZipFile":"emlw"},"Tags":{"empty":"","team":"a"}})");
}

TEST_CASE("tags of AWS's own are not removed") {
  wanted_function wanted = hello();
  wanted.prune_tags = true;
  observed_function there = hello_there();
  there.tags = {{"aws:cloudformation:stack-name", "s"}, {"old", "1"}};
  CHECK(only_step(wanted, there).subject == "old");
  there.tags.erase("old");
  CHECK(kinds(wanted, there).empty());
}

TEST_CASE("concurrency is reserved, changed and released") {
  wanted_function wanted = hello();
  wanted.reserved_concurrency = 5;
  observed_function there = hello_there();
  CHECK(kinds(wanted, there) == steps{reserve_concurrency});
  there.reserved_concurrency = 5;
  CHECK(kinds(wanted, there).empty());
  wanted.reserved_concurrency = 0;  // Lets nobody call it.
  CHECK(kinds(wanted, there) == steps{reserve_concurrency});
  wanted.reserved_concurrency = -1;
  CHECK(kinds(wanted, there) == steps{release_concurrency});
  there.reserved_concurrency.reset();
  CHECK(kinds(wanted, there).empty());
}

TEST_CASE("logs are kept as long as wanted") {
  wanted_function wanted = hello();
  wanted.log_retention_days = 14;
  observed_function there = hello_there();
  CHECK(kinds(wanted, there) == steps{create_log_group, set_log_retention});
  CHECK(as_text(make_plan(wanted, there).value(), {}) ==
        "hello: create the log group\n"
        "  + logGroupName: /aws/lambda/hello\n"
        "hello: set how long logs are kept\n"
        "  ~ LogGroups./aws/lambda/hello.retentionInDays: for ever -> 14 days\n");
  there.log_group_exists = true;
  there.log_retention_days = 14;
  CHECK(kinds(wanted, there).empty());
}

TEST_CASE("how long logs are kept is not changed for other functions that log there") {
  wanted_function wanted = hello();
  wanted.log_retention_days = 14;
  observed_function there = hello_there();
  there.configuration->log_group = "/shared";
  there.log_group_exists = true;
  auto made = make_plan(wanted, there);
  REQUIRE(!made.has_value());
  CHECK(made.error().what ==
        "--log-retention: hello logs to /shared, where other functions may log, too");
  CHECK(made.error().hint == "`aws logs put-retention-policy` sets it for all of them");
  there.log_retention_days = 14;
  CHECK(kinds(wanted, there).empty());
  wanted.log_retention_days.reset();
  CHECK(kinds(wanted, there).empty());
}

TEST_CASE("a function made of an image is not overwritten by a zip") {
  observed_function there = hello_there();
  there.configuration->package_type = "Image";
  CHECK(make_plan(hello(), there).error().what ==
        "the function hello is made of a container image");
}

TEST_CASE("a function that Lambda could not make ready is not as it is wanted") {
  observed_function there = hello_there();
  there.failed = "InvalidSubnet: the subnet is gone";
  wanted_function wanted = hello();
  for (int memory_mb : {128, 256}) {
    wanted.memory_mb = memory_mb;
    auto made = make_plan(wanted, there);
    REQUIRE(!made.has_value());
    CHECK(made.error().what ==
          "Lambda could not make the function hello ready: InvalidSubnet: the subnet is gone");
    CHECK(made.error().hint ==
          "it has to be made anew: `lambent delete hello`, mend what it says, and deploy again");
  }
}

TEST_CASE("a plan reads as a diff, with what may be secret hidden") {
  wanted_function wanted = hello();
  wanted.memory_mb = 256;
  wanted.environment = {{"TOKEN", "geheim"}, {"LEVEL", "debug"}};
  wanted.description = "new";
  auto made = make_plan(wanted, hello_there());
  CHECK(as_text(*made, {}) ==
        "hello: update the configuration\n"
        "  + Description: new\n"
        "  ~ MemorySize: 128 -> 256\n"
        "  ~ Environment.LEVEL: (hidden), changes\n"
        "  + Environment.TOKEN: (hidden)\n");
  CHECK(as_text(*made, {.show_environment = true}).find("info -> debug") != std::string::npos);
  CHECK(as_text({.name = "f", .steps = {}}, {}) == "f: nothing to do\n");
  const json::array read = steps_json(*made, {});
  CHECK(read.at(0).at("operation") == "UpdateFunctionConfiguration");
  CHECK(json::serialize(read).find("geheim") == std::string::npos);
}

TEST_CASE("the least policy names what this plan calls, on its own resources") {
  wanted_function wanted = hello();
  wanted.tags = {{"a", "b"}};
  auto made = make_plan(wanted, nothing_there());
  needed_actions needed;
  add_needed_actions(needed, *made, wanted, nothing_there());
  const json::object policy = json::parse(policy_document(needed)).as_object();
  const json::array& statements = policy.at("Statement").as_array();
  REQUIRE(statements.size() == 2);
  CHECK(statements[0].at("Resource") == "arn:aws:iam::123456789012:role/lambent-hello-eu-west-1");
  CHECK(statements[0].at("Action") ==
        json::parse(R"(["iam:AttachRolePolicy","iam:CreateRole","iam:GetRole",)"
                    R"("iam:ListAttachedRolePolicies","iam:PassRole","iam:TagRole"])"));
  CHECK(statements[1].at("Resource") == "arn:aws:lambda:eu-west-1:123456789012:function:hello");
  CHECK(statements[1].at("Action") ==
        json::parse(R"(["lambda:CreateFunction","lambda:GetFunction",)"
                    R"("lambda:GetFunctionConfiguration","lambda:ListTags",)"
                    R"("lambda:TagResource"])"));
}

TEST_CASE("a layer's version is published when it differs from the newest") {
  const wanted_layer wanted{
      .name = "watcher",
      .code = {.zip = "watcher.zip", .sha256 = "abc=", .architecture = "arm64"},
      .runtimes = {"provided.al2023", "provided.al2"}};
  observed_layer there{.region = "eu-west-1", .newest = {}};
  auto first = make_plan(wanted, there);
  REQUIRE(first->steps.size() == 1);
  CHECK(as_text(*first, {}) ==
        "watcher: publish the layer\n"
        "  + CompatibleArchitectures: arm64\n"
        "  + CompatibleRuntimes: provided.al2, provided.al2023\n"
        "  + CodeSha256: abc=\n");
  there.newest = observed_layer_version{.number = 7,
                                        .code_sha256 = "abc=",
                                        .architectures = {"arm64"},
                                        .runtimes = {"provided.al2", "provided.al2023"},
                                        .description = "said by hand"};
  CHECK(make_plan(wanted, there)->empty());
  there.newest->code_sha256 = "other";
  wanted_layer through_s3 = wanted;
  through_s3.code.s3_bucket = "b";
  through_s3.code.s3_key = "k";
  auto second = make_plan(through_s3, there);
  REQUIRE(second->steps.size() == 2);
  CHECK(second->steps[0].kind == put_code);
  CHECK(second->steps[1].differences == std::vector<difference>{{"CodeSha256", "other", "abc="}});

  needed_actions needed;
  add_needed_actions(needed, *second, through_s3, there);
  const std::string arn = "arn:aws:lambda:eu-west-1:*:layer:watcher";
  CHECK(needed == needed_actions{{arn, {"lambda:ListLayerVersions", "lambda:PublishLayerVersion"}},
                                 {arn + ":*", {"lambda:GetLayerVersion"}},
                                 {"arn:aws:s3:::b/k", {"s3:PutObject", "s3:GetObject"}}});

  needed_actions in_germany;
  there.region = "eusc-de-east-1";
  add_needed_actions(in_germany, *second, through_s3, there);
  CHECK(in_germany.contains("arn:aws-eusc:lambda:eusc-de-east-1:*:layer:watcher"));
}

TEST_CASE("what Lambda would refuse is refused before a call, with the way out") {
  auto refused = [](auto change) {
    wanted_function wanted = hello();
    change(wanted);
    auto right = check(wanted);
    return right ? std::string() : right.error().what + " | " + right.error().hint;
  };
  CHECK(refused([](auto&) {}) == "");
  CHECK(refused([](auto& w) { w.name = "a b"; }).starts_with("'a b' is no name for a function"));
  CHECK(refused([](auto& w) { w.name = std::string(65, 'a'); }).find("has 65 characters") !=
        std::string::npos);
  CHECK(refused([](auto& w) { w.role = "arn:aws:iam::123456789012:role/path/mine"; }) == "");
  for (const char* role :
       {"mine", "arn:aws:iam::12345678901:role/x", "arn:aws:iam::123456789012:user/x",
        "arn:aws:iam::123456789012:role/", ""})
    CHECK(refused([&](auto& w) { w.role = role; }) ==
          "--iam-role: '" + std::string(role) +
              "' is not the ARN of a role | it reads arn:aws:iam::123456789012:role/NAME");
  CHECK(refused([](auto& w) { w.memory_mb = 127; }) ==
        "--memory: 127 is not between 128 and 10240 MB | ");
  CHECK(refused([](auto& w) { w.timeout_s = 901; }) ==
        "--timeout: 901 is not between 1 and 900 seconds | ");
  CHECK(refused([](auto& w) { w.ephemeral_storage_mb = 511; }) != "");
  CHECK(refused([](auto& w) { w.reserved_concurrency = -1; }) == "");
  CHECK(refused([](auto& w) { w.reserved_concurrency = -2; }) != "");
  CHECK(refused([](auto& w) { w.alias = "12"; }) != "");
  CHECK(refused([](auto& w) { w.alias = "v12"; }) == "");
  const std::string layer = "arn:aws:lambda:eu-west-1:123456789012:layer:l";
  CHECK(refused([&](auto& w) { w.layers = {layer + ":1"}; }) == "");
  CHECK(refused([&](auto& w) { w.layers = {layer}; }).ends_with("as in " + layer + ":1"));
  CHECK(refused([&](auto& w) { w.layers = {"l:1"}; }) != "");
  CHECK(refused([&](auto& w) { w.layers = std::vector<std::string>(6, layer + ":1"); }) ==
        "--layer: there are 6 layers, and Lambda takes 5 | ");
  for (const char* name : {"A", "1A", "_A", "A-B", "A.B", ""})
    CHECK(refused([&](auto& w) {
            w.environment = {{name, "x"}};
          }).starts_with("--env: Lambda takes no variable of the name '" + std::string(name)));
  CHECK(refused([](auto& w) { w.environment = {{"A1_b", ""}}; }) == "");
  CHECK(refused([](auto& w) { w.code.s3_key = "k"; }) ==
        "--s3-key says where in a bucket | --s3-bucket names it");
}
