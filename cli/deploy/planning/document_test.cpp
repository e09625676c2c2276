// What a dry run prints: all that is wanted, and above all who may call it.
#include "cli/deploy/planning/document.hpp"

#include <doctest/doctest.h>

#include <boost/json.hpp>

using namespace lambent::cli::deploy;
namespace json = boost::json;

namespace {

wanted_function hello() {
  return {.name = "hello",
          .code = {.zip = "hello.zip", .bytes = 10, .sha256 = "abc=", .architecture = "x86_64"},
          .role = "arn:aws:iam::123456789012:role/mine"};
}

json::object config_of(const wanted_function& wanted) {
  return json::parse(as_document(wanted, nullptr, {}, {})).as_object().at("config").as_object();
}

constexpr const char* begin =
    "hello: as it would be, if nothing is there\n"
    "  + Code: hello.zip\n"
    "  + Architectures: x86_64\n"
    "  + CodeSha256: abc=\n"
    "  + Role: arn:aws:iam::123456789012:role/mine\n"
    "  + Runtime: provided.al2023\n"
    "  + Handler: bootstrap\n";

}  // namespace

TEST_CASE("a dry run's text has the alias, the URL, its auth, concurrency and how long logs stay") {
  wanted_function wanted = hello();
  wanted.publish = true;
  wanted.alias = "live";
  wanted.versions_kept = 3;
  wanted.url = url_wish::have;
  wanted.url_wanted = {.auth_type = "NONE", .cors = cors_settings{.allow_origins = {"*"}}};
  wanted.reserved_concurrency = 2;
  wanted.log_retention_days = 14;
  CHECK(as_text(wanted, {}, "eu-west-1") ==
        std::string(begin) +
            "  + ReservedConcurrentExecutions: 2\n"
            "  + Version: a new one\n"
            "  + Aliases.live: the new version\n"
            "  + FunctionUrl.AuthType: NONE, anyone may call it\n"
            "  + FunctionUrl.InvokeMode: BUFFERED\n"
            "  + FunctionUrl.Cors.AllowOrigins: *\n"
            "  + retentionInDays: 14 days\n"
            "  - Version: all but the newest 3 and those of aliases\n");
  wanted.url_wanted = {};
  CHECK(as_text(wanted, {}, "eu-west-1").find("  + FunctionUrl.AuthType: AWS_IAM\n") !=
        std::string::npos);
}

TEST_CASE("a dry run's text has the role that would be made, in the region that is set") {
  wanted_function wanted = hello();
  wanted.role.reset();
  CHECK(as_text(wanted, {}, "eu-west-1").find("  + Role: lambent-hello-eu-west-1\n") !=
        std::string::npos);
  CHECK(as_text(wanted, {}, "").find("  + Role: lambent-hello-REGION\n") != std::string::npos);
}

TEST_CASE("a dry run's text has what is taken away") {
  wanted_function wanted = hello();
  wanted.url = url_wish::remove;
  wanted.reserved_concurrency = -1;
  wanted.log_retention_days = 0;
  wanted.prune_environment = true;
  wanted.prune_tags = true;
  CHECK(as_text(wanted, {}, "eu-west-1") ==
        std::string(begin) +
            "  - Environment: what is not given\n"
            "  - Tags: what is not given\n"
            "  - ReservedConcurrentExecutions: what is reserved\n"
            "  - FunctionUrl: what is there\n"
            "  + retentionInDays: for ever\n");
  wanted = hello();
  wanted.url = url_wish::change;
  wanted.url_auth = "NONE";
  CHECK(as_text(wanted, {}, "eu-west-1") ==
        std::string(begin) + "  + FunctionUrl.AuthType: NONE, anyone may call it\n");
}

TEST_CASE("a document's config has every wish, in the words of lambent.toml") {
  CHECK(json::serialize(config_of(hello())) == R"({"role":"arn:aws:iam::123456789012:role/mine"})");
  wanted_function wanted = hello();
  wanted.role.reset();
  wanted.log_format = "JSON";
  wanted.application_log_level = "DEBUG";
  wanted.system_log_level = "WARN";
  wanted.publish = true;
  wanted.versions_kept = 3;
  wanted.vpc = vpc_settings{
      .subnet_ids = {"s"}, .security_group_ids = {"g"}, .ipv6_allowed_for_dual_stack = true};
  wanted.prune_environment = true;
  wanted.prune_tags = true;
  wanted.url = url_wish::have;
  wanted.url_wanted = {.auth_type = "NONE", .invoke_mode = "RESPONSE_STREAM"};
  CHECK(config_of(wanted) == json::parse(R"({"log_format":"JSON","application_log_level":"DEBUG",
          "system_log_level":"WARN","publish":true,"keep_versions":3,"subnet_ids":["s"],
          "security_group_ids":["g"],"ipv6_allowed_for_dual_stack":true,"prune_env":true,
          "prune_tags":true,"enable_function_url":true,"function_url_auth":"NONE",
          "invoke_mode":"RESPONSE_STREAM"})")
                                 .as_object());
  wanted_function open = hello();
  open.url = url_wish::have;
  open.url_wanted.auth_type = "NONE";
  wanted_function closed = open;
  closed.url_wanted.auth_type = "AWS_IAM";
  CHECK(config_of(open) != config_of(closed));
  open.url_wanted.cors = cors_settings{.allow_origins = {"*"}, .max_age_s = 60};
  CHECK(json::serialize(config_of(open).at("cors")) ==
        R"({"allow_credentials":false,"allow_headers":[],"allow_methods":[],)"
        R"("allow_origins":["*"],"expose_headers":[],"max_age":60})");
  wanted_function changed = hello();
  changed.url = url_wish::change;
  changed.url_invoke_mode = "BUFFERED";
  CHECK(config_of(changed).at("invoke_mode") == "BUFFERED");
  CHECK_FALSE(config_of(changed).contains("function_url_auth"));
}

TEST_CASE("a plan's document says of a URL that keeps its settings only what is said of it") {
  wanted_function wanted = hello();
  wanted.url = url_wish::have;
  wanted.keeps_url = true;
  wanted.url_invoke_mode = "RESPONSE_STREAM";
  wanted.url_wanted.invoke_mode = "RESPONSE_STREAM";
  const plan todo{.name = "hello", .steps = {}};
  const json::object config =
      json::parse(as_document(wanted, &todo, {}, {})).as_object().at("config").as_object();
  CHECK(config.at("enable_function_url") == true);
  CHECK(config.at("invoke_mode") == "RESPONSE_STREAM");
  CHECK_FALSE(config.contains("function_url_auth"));
  CHECK(config_of(wanted).at("function_url_auth") == "AWS_IAM");
}
