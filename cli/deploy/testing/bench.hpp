// For tests: a function's zip, somebody who deploys it, and the AWS in memory where it goes.
#pragma once

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <vector>

#include "aws/client.hpp"
#include "aws/testing/world.hpp"
#include "base/sha256.hpp"
#include "cli/deploy/calls/apply.hpp"
#include "cli/deploy/calls/observe.hpp"
#include "cli/deploy/planning/policy.hpp"
#include "cli/deploy/testing/fake_cloud.hpp"

namespace lambent::cli::testing {

// A project's function, its zip and somebody who deploys it.
class bench {
public:
  bench() {
    world_.set("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
    world_.set("AWS_SECRET_ACCESS_KEY", "secret");
    code("one");
    wanted.name = "hello";
  }

  void code(const std::string& content) {
    wanted.code.zip = world_.write("hello.zip", content);
    wanted.code.bytes = content.size();
    wanted.code.sha256 = base64_of_sha256(content);
    wanted.code.architecture = "x86_64";
  }

  // What was planned and done, by the planned operations; or the error's text.
  std::expected<deploy::deployed, aws::call_error> deploy() {
    aws::client with = client();
    auto observed = TRY(deploy::observe(with, wanted));
    auto todo = deploy::make_plan(wanted, observed);
    REQUIRE(todo.has_value());
    planned = todo->steps.size();
    return deploy::apply(with, *todo, wanted, observed,
                         {.step = {}, .sleep = [&](auto time) { slept += time; }});
  }

  std::vector<std::string> calls_of_deploy() {
    cloud.forget_calls();
    REQUIRE(deploy().has_value());
    CHECK(cloud.badly_signed().empty());
    return cloud.calls();
  }

  // As --print-policy has it.
  std::string policy() {
    aws::client with = client();
    auto observed = deploy::observe(with, wanted);
    REQUIRE(observed.has_value());
    auto todo = deploy::make_plan(wanted, *observed);
    REQUIRE(todo.has_value());
    deploy::needed_actions needed;
    deploy::add_needed_actions(needed, *todo, wanted, *observed);
    return deploy::policy_document(needed);
  }

  // A layer of the function's zip.
  std::expected<deploy::published_layer, aws::call_error> deploy_layer() {
    layer.code = wanted.code;
    aws::client with = client();
    auto observed = TRY(deploy::observe(with, layer));
    auto todo = deploy::make_plan(layer, observed);
    REQUIRE(todo.has_value());
    planned = todo->steps.size();
    return deploy::apply(with, *todo, layer, observed, {});
  }

  aws::client client(const std::string& region = {}) {
    return aws::client::open({.region = region, .endpoint_url = cloud.url()}, world_.around())
        .value();
  }

  fake_cloud cloud;
  deploy::wanted_function wanted;
  deploy::wanted_layer layer{.name = "watcher", .code = {}, .runtimes = {"provided.al2023"}};
  std::size_t planned = 0;
  std::chrono::milliseconds slept{0};

private:
  aws::testing::world world_;
};

}  // namespace lambent::cli::testing
