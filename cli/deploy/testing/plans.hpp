// For tests of plans: a function as it is wanted, what there is of it, and what a plan would do.
#pragma once

#include <doctest/doctest.h>

#include <vector>

#include "cli/deploy/planning/plan.hpp"

namespace lambent::cli::deploy::testing {

inline wanted_function hello() {
  return {.name = "hello",
          .code = {.zip = "hello.zip", .bytes = 10, .sha256 = "abc=", .architecture = "x86_64"}};
}

inline observed_function nothing_there() {
  return {.account = "123456789012", .partition = "aws", .region = "eu-west-1"};
}

inline observed_function hello_there() {
  observed_function there = nothing_there();
  there.configuration = observed_configuration{
      .arn = "arn:aws:lambda:eu-west-1:123456789012:function:hello",
      .role = "arn:aws:iam::123456789012:role/lambent-hello-eu-west-1",
      .runtime = "provided.al2023",
      .handler = "bootstrap",
      .architecture = "x86_64",
      .code_sha256 = "abc=",
      .package_type = "Zip",
      .memory_mb = 128,
      .timeout_s = 3,
      .ephemeral_storage_mb = 512,
      .tracing_mode = "PassThrough",
      .log_format = "Text",
      .log_group = "/aws/lambda/hello",
      .environment = {{"KEPT", "1"}, {"LEVEL", "info"}},
  };
  there.made_role = {.arn = "arn:aws:iam::123456789012:role/lambent-hello-eu-west-1",
                     .logs_allowed = true};
  return there;
}

inline std::vector<step_kind> kinds(const wanted_function& wanted, const observed_function& there) {
  auto made = make_plan(wanted, there);
  REQUIRE(made.has_value());
  std::vector<step_kind> out;
  for (const step& one : made->steps) out.push_back(one.kind);
  return out;
}

inline step only_step(const wanted_function& wanted, const observed_function& there) {
  auto made = make_plan(wanted, there);
  REQUIRE(made.has_value());
  REQUIRE(made->steps.size() == 1);
  return made->steps[0];
}

using steps = std::vector<step_kind>;

}  // namespace lambent::cli::deploy::testing
