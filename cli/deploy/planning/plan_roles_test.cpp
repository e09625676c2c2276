// The role that is made for a function, and the VPC that it has to allow.
#include "cli/deploy/planning/plan.hpp"

#include <doctest/doctest.h>

#include "cli/deploy/calls/requests.hpp"
#include "cli/deploy/planning/plan_text.hpp"
#include "cli/deploy/testing/plans.hpp"

using namespace lambent::cli::deploy;
using namespace lambent::cli::deploy::testing;
using enum step_kind;

TEST_CASE("a new function gets a role that may write logs") {
  CHECK(kinds(hello(), nothing_there()) == steps{create_role, allow_logs, create_function});
  wanted_function own_role = hello();
  own_role.role = "arn:aws:iam::123456789012:role/mine";
  CHECK(kinds(own_role, nothing_there()) == steps{create_function});
}

TEST_CASE("the made role may do what the function's VPC and tracing take, another is left alone") {
  wanted_function wanted = hello();
  wanted.vpc = vpc_settings{.subnet_ids = {"subnet-1"}, .security_group_ids = {"sg-1"}};
  wanted.tracing_mode = "Active";
  auto made = make_plan(wanted, nothing_there());
  REQUIRE(made->steps.size() == 5);
  CHECK(as_text({.name = "hello", .steps = {made->steps[2], made->steps[3]}}, {}) ==
        "hello: let the role join the VPC\n"
        "  + PolicyName: AWSLambdaVPCAccessExecutionRole\n"
        "hello: let the role send traces\n"
        "  + PolicyName: AWSXRayDaemonWriteAccess\n");
  CHECK(kinds(wanted, hello_there()) == steps{allow_vpc, allow_tracing, update_configuration});
  // Where both are there already, what is missing is mended.
  observed_function there = hello_there();
  there.configuration->vpc = *wanted.vpc;
  there.configuration->tracing_mode = "Active";
  CHECK(kinds(hello(), there) == steps{allow_vpc, allow_tracing});
  there.made_role->vpc_allowed = true;
  there.made_role->tracing_allowed = true;
  CHECK(kinds(hello(), there).empty());
  wanted.role = "arn:aws:iam::123456789012:role/mine";
  CHECK(kinds(wanted, nothing_there()) == steps{create_function});
}

TEST_CASE("what an interrupted deployment left is completed") {
  observed_function role_only = nothing_there();
  role_only.made_role = {.arn = "arn:aws:iam::123456789012:role/lambent-hello-eu-west-1"};
  CHECK(kinds(hello(), role_only) == steps{allow_logs, create_function});
  observed_function without_logs = hello_there();
  without_logs.made_role->logs_allowed = false;
  CHECK(kinds(hello(), without_logs) == steps{allow_logs});
  // A role that somebody else made is theirs to complete.
  without_logs.configuration->role = "arn:aws:iam::123456789012:role/mine";
  CHECK(kinds(hello(), without_logs).empty());
}

TEST_CASE("a VPC's subnets and groups have no order") {
  observed_function there = hello_there();
  there.configuration->vpc = {.subnet_ids = {"subnet-1", "subnet-2"},
                              .security_group_ids = {"sg-1", "sg-2"}};
  there.made_role->vpc_allowed = true;
  wanted_function wanted = hello();
  wanted.vpc =
      vpc_settings{.subnet_ids = {"subnet-2", "subnet-1"}, .security_group_ids = {"sg-2", "sg-1"}};
  CHECK(kinds(wanted, there).empty());
  wanted.vpc->subnet_ids = {"subnet-3", "subnet-1"};
  CHECK(
      only_step(wanted, there).differences ==
      std::vector<difference>{{"VpcConfig.SubnetIds", "subnet-1, subnet-2", "subnet-1, subnet-3"}});
}

TEST_CASE("of a VPC that is there, what is not named stays") {
  observed_function there = hello_there();
  there.configuration->vpc = {.subnet_ids = {"subnet-1"},
                              .security_group_ids = {"sg-1"},
                              .ipv6_allowed_for_dual_stack = true};
  there.made_role->vpc_allowed = true;
  wanted_function wanted = hello();
  wanted.vpc = vpc_settings{.security_group_ids = {"sg-2"}};
  const step update = only_step(wanted, there);
  CHECK(update.differences ==
        std::vector<difference>{{"VpcConfig.SecurityGroupIds", "sg-1", "sg-2"}});
  CHECK(update_configuration_request(wanted, *there.configuration, update) ==
        R"({"VpcConfig":{"SubnetIds":["subnet-1"],"SecurityGroupIds":["sg-2"],)"
        R"("Ipv6AllowedForDualStack":true}})");
  wanted.vpc = vpc_settings{.subnet_ids = {"subnet-1"}};
  CHECK(kinds(wanted, there).empty());
}

TEST_CASE("one half of a VPC is refused where the other is not there") {
  for (const observed_function& there : {hello_there(), nothing_there()}) {
    wanted_function wanted = hello();
    wanted.vpc = vpc_settings{.subnet_ids = {"subnet-1"}};
    auto made = make_plan(wanted, there);
    REQUIRE(!made.has_value());
    CHECK(made.error().what == "--subnet-ids: hello would have one half of a VPC");
    CHECK(made.error().hint == "--security-group-ids names the other");
    wanted.vpc = vpc_settings{.security_group_ids = {"sg-1"}};
    made = make_plan(wanted, there);
    REQUIRE(!made.has_value());
    CHECK(made.error().hint == "--subnet-ids names the other");
  }
}

TEST_CASE("the made role's name is the same each time, another in each region, and fits IAM") {
  CHECK(made_role_name("hello", "eu-west-1") == "lambent-hello-eu-west-1");
  CHECK(made_role_name("hello", "us-east-1") != made_role_name("hello", "eu-west-1"));
  const std::string longest(64, 'a');
  CHECK(made_role_name(longest, "eu-west-1").size() == 64);
  CHECK(made_role_name(longest, "eu-west-1") == made_role_name(longest, "eu-west-1"));
  CHECK(made_role_name(longest, "eu-west-1") != made_role_name(longest, "us-east-1"));
  CHECK(made_role_name(longest, "eu-west-1") !=
        made_role_name(std::string(63, 'a') + "b", "eu-west-1"));
}

TEST_CASE("a role of another name is somebody's own, though a deployment once made it") {
  observed_function there = hello_there();
  there.configuration->role = "arn:aws:iam::123456789012:role/lambent-hello";
  there.made_role.reset();
  CHECK_FALSE(has_made_role(hello(), there));
  CHECK(kinds(hello(), there).empty());
}
