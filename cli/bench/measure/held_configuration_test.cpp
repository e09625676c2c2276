#include "cli/bench/measure/held_configuration.hpp"

#include <doctest/doctest.h>

#include <boost/json.hpp>

#include "aws/services/lambda.hpp"
#include "aws/testing/service_fixture.hpp"
#include "aws/testing/world.hpp"
#include "cli/deploy/testing/fake_cloud.hpp"

using namespace lambent;
using namespace lambent::cli::bench;
using aws::json_object;
using aws::testing::http_answer;

namespace {

// A function with two variables and 256 MB, and somebody who measures it.
class laboratory {
public:
  laboratory() {
    REQUIRE(aws::lambda::create_function(with, R"({"FunctionName":"f","Code":{"ZipFile":""},
        "MemorySize":256,"Environment":{"Variables":{"A":"1","B":"2"}}})")
                .has_value());
    before = cloud.function("f");
    cloud.forget_calls();
  }

  held_configuration hold() {
    auto held = held_configuration::open(with, "f", [](auto) {});
    REQUIRE(held.has_value());
    return *std::move(held);
  }
  void set(const char* body) {
    REQUIRE(aws::lambda::update_function_configuration(with, "f", body).has_value());
  }
  json_object variables() {
    return cloud.function("f").at("Environment").at("Variables").as_object();
  }

  cli::testing::fake_cloud cloud;
  json_object before;

private:
  aws::testing::world world_;

public:
  aws::client with = [this] {
    world_.set("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
    world_.set("AWS_SECRET_ACCESS_KEY", "secret");
    return aws::client::open({.endpoint_url = cloud.url()}, world_.around()).value();
  }();
};

}  // namespace

TEST_CASE("a cold start is forced by one more variable, different each time, and taken back") {
  laboratory at;
  held_configuration held = at.hold();
  CHECK(held.memory_mb() == 256);
  REQUIRE(held.force_cold_start().has_value());
  json_object first = at.variables();
  CHECK(first.size() == 3);
  CHECK(first.at("A") == "1");
  CHECK(first.at("B") == "2");
  REQUIRE(held.force_cold_start().has_value());
  CHECK(at.variables().at(cold_variable) != first.at(cold_variable));
  CHECK(at.cloud.function("f").at("MemorySize") == 256);
  REQUIRE(held.restore().has_value());
  CHECK(at.cloud.function("f") == at.before);
}

TEST_CASE("another memory size is set and taken back") {
  laboratory at;
  held_configuration held = at.hold();
  REQUIRE(held.set_memory(1024).has_value());
  REQUIRE(held.set_memory(512).has_value());
  CHECK(at.cloud.function("f").at("MemorySize") == 512);
  CHECK(held.memory_mb() == 256);
  REQUIRE(held.restore().has_value());
  CHECK(at.cloud.function("f") == at.before);
}

TEST_CASE("what was not changed is not restored") {
  laboratory at;
  held_configuration held = at.hold();
  REQUIRE(held.restore().has_value());
  CHECK(at.cloud.calls() == std::vector<std::string>{"lambda GetFunctionConfiguration"});
}

TEST_CASE("what somebody else sets meanwhile stays") {
  laboratory at;
  held_configuration held = at.hold();
  REQUIRE(held.force_cold_start().has_value());
  at.set(R"({"MemorySize":2048,"Environment":{"Variables":{"C":"3"}}})");
  REQUIRE(held.force_cold_start().has_value());
  CHECK(at.variables().size() == 2);
  REQUIRE(held.restore().has_value());
  CHECK(at.variables() == json_object{{"C", "3"}});
  CHECK(at.cloud.function("f").at("MemorySize") == 2048);
}

TEST_CASE("what a bench that was killed left behind is restored by the next") {
  laboratory at;
  {
    held_configuration killed = at.hold();
    REQUIRE(killed.set_memory(3008).has_value());
  }
  held_configuration held = at.hold();
  CHECK(held.left_over());
  CHECK(held.memory_mb() == 256);
  REQUIRE(held.restore().has_value());
  CHECK(at.cloud.function("f") == at.before);
}

TEST_CASE("the memory size that is set after cold starts were killed stays") {
  laboratory at;
  {
    held_configuration killed = at.hold();
    REQUIRE(killed.force_cold_start().has_value());
  }
  at.set(R"({"MemorySize":1024})");
  held_configuration held = at.hold();
  CHECK(held.left_over());
  CHECK_FALSE(held.memory_changed());
  CHECK(held.memory_mb() == 1024);
  REQUIRE(held.restore().has_value());
  CHECK(at.variables() == json_object{{"A", "1"}, {"B", "2"}});
  CHECK(at.cloud.function("f").at("MemorySize") == 1024);
}

TEST_CASE("changes wait until the one before is done, and live through throttling") {
  laboratory at;
  held_configuration held = at.hold();
  at.cloud.stay_busy(3);
  at.cloud.throttle(2);
  REQUIRE(held.force_cold_start().has_value());
  REQUIRE(held.force_cold_start().has_value());
  at.cloud.throttle(2);
  REQUIRE(held.restore().has_value());
  CHECK(at.cloud.function("f") == at.before);
}

TEST_CASE("a change whose answer was lost is taken back all the same") {
  laboratory at;
  held_configuration held = at.hold();
  at.cloud.cut_after(2);
  REQUIRE(!held.set_memory(512).has_value());
  at.cloud.cut_after(0);
  CHECK(at.cloud.function("f").at("MemorySize") == 512);
  REQUIRE(held.restore().has_value());
  CHECK(at.cloud.function("f") == at.before);
}

TEST_CASE("what an update that failed left behind is taken back, at once or by the next") {
  const std::string there =
      R"("State":"Active","MemorySize":256,"Environment":{"Variables":{"LAMBENT_BENCH_COLD":"memory=256 x"}})";
  const std::string as_it_was =
      http_answer(200, R"({"State":"Active","LastUpdateStatus":"Successful","MemorySize":256})");
  const std::string failed = http_answer(200, "{" + there + R"(,"LastUpdateStatus":"Failed"})");
  const std::string accepted = http_answer(200, "{}");
  aws::testing::service service({as_it_was, as_it_was, accepted, failed, failed, accepted,
                                 as_it_was, failed, failed, accepted, as_it_was});
  auto held = held_configuration::open(service.with(), "f", [](auto) {});
  REQUIRE(held.has_value());
  REQUIRE(!held->force_cold_start().has_value());
  REQUIRE(held->restore().has_value());
  CHECK(service.requests()[5].method == "PUT");
  CHECK(service.requests()[5].body == R"({"Environment":{"Variables":{}}})");
  auto next = held_configuration::open(service.with(), "f", [](auto) {});
  REQUIRE(next.has_value());
  CHECK(next->left_over());
  REQUIRE(next->restore().has_value());
  CHECK(service.requests()[9].body == R"({"Environment":{"Variables":{}},"MemorySize":256})");
}

TEST_CASE("variables that AWS cannot read are not wiped by a change") {
  aws::testing::service service(
      200, R"({"Environment":{"Error":{"ErrorCode":"AccessDeniedException","Message":"no key"}}})");
  auto held = held_configuration::open(service.with(), "f", [](auto) {});
  REQUIRE(!held.has_value());
  CHECK(held.error().error.what ==
        "AWS cannot read the function's environment variables: AccessDeniedException: no key");
  CHECK(service.requests().size() == 1);
}

TEST_CASE("the memory size to go back to is read out of the variable, and out of nothing else") {
  CHECK(memory_in_cold_value(cold_value(512, "0a1b")) == 512U);
  CHECK(cold_value(512, "0a1b") != cold_value(512, "0a1c"));
  CHECK(!memory_in_cold_value(cold_value(std::nullopt, "0a1b")).has_value());
  for (const char* other : {"", "memory=", "memory=512", "memory=x y", "memory=99999999999 a", "1"})
    CHECK_MESSAGE(!memory_in_cold_value(other).has_value(), other);
}
