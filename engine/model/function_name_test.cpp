#include "engine/model/function_name.hpp"

#include <doctest/doctest.h>

using namespace lambent::model;

namespace {

constexpr std::string_view read_pattern =
    R"((arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_\.]+)(:(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?)";
constexpr std::string_view manage_pattern =
    R"((arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?)";

answer<function_reference> read(std::string_view name,
                                std::optional<std::string_view> qualifier = {},
                                name_rule rule = name_rule::read) {
  return read_function_reference({.function_name = name,
                                  .qualifier = qualifier,
                                  .rule = rule,
                                  .account = "123456789012",
                                  .region = "us-east-1",
                                  .operation = "GetFunction"});
}

std::string joined(const answer<function_reference>& found) {
  return found ? found->name + "|" + found->qualifier : "refused: " + found.error().message;
}

std::string bad_name(std::string_view name, std::string_view pattern) {
  return "refused: 1 validation error detected: Value '" + std::string(name) +
         "' at 'functionName' failed to satisfy constraint: Member must satisfy regular "
         "expression pattern: " +
         std::string(pattern);
}

}  // namespace

TEST_CASE("names, partial ARNs and full ARNs name the same function") {
  for (std::string_view name :
       {"f", "function:f", "123456789012:f", "123456789012:function:f", "us-east-1:f",
        "us-east-1:123456789012:function:f", "arn:aws:lambda:us-east-1:123456789012:function:f",
        "arn::lambda:us-east-1:123456789012:f"})
    CHECK_MESSAGE(joined(read(name)) == "f|", name);
  CHECK(joined(read("f:1")) == "f|1");
  CHECK(joined(read("function:f:live")) == "f|live");
  CHECK(joined(read("function:1")) == "1|");
  CHECK(joined(read("function")) == "function|");
  CHECK(joined(read("function:$LATEST")) == "function|$LATEST");
  CHECK(joined(read("123456789012")) == "123456789012|");
  CHECK(joined(read("arn:aws:lambda:us-east-1:123456789012:function:f:$LATEST")) == "f|$LATEST");
  CHECK(joined(read("arn:aws:lambda:us-east-1:123456789012:function")) == "function|");
  CHECK(joined(read("a.b")) == "a.b|");
  CHECK(joined(read("f", "$LATEST")) == "f|$LATEST");
  CHECK(joined(read("f:$LATEST", "$LATEST")) == "f|$LATEST");
  CHECK(joined(read("f", "$latest")) == "f|$latest");
}

TEST_CASE("what breaks the pattern is quoted with the pattern of that operation") {
  for (std::string_view name :
       {"*", "my-function!", "arn:aws:iam::123456789012:role/x",
        "arn:aws:lambda:123456789012:function:f", "arn:aws:lambda:us-east-1:function:f",
        "arn:aws:lambda:nowhere:123456789012:function:f", "invalid-account:function:x",
        "arn:aws:lambda:us-east-1:123456789012:function:f:1:2", "function:f:$LATEST:extra",
        "arn:aws:lambda:us-east-1:123456789012:function:f:$LATES", "f:", ":f", "f:inv!"}) {
    CHECK_MESSAGE(joined(read(name)) == bad_name(name, read_pattern), name);
    CHECK_MESSAGE(joined(read(name, {}, name_rule::manage)) == bad_name(name, manage_pattern),
                  name);
  }
  CHECK(joined(read("a.b", {}, name_rule::manage)) == bad_name("a.b", manage_pattern));
}

TEST_CASE("a bad qualifier is refused beside a good name") {
  CHECK(joined(read("f", "invalid!")) ==
        "refused: 1 validation error detected: Value 'invalid!' at 'qualifier' failed to satisfy "
        "constraint: Member must satisfy regular expression pattern: "
        "\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+");
  std::string longer(129, 'q');
  CHECK(joined(read("f", longer)) ==
        "refused: 1 validation error detected: Value '" + longer +
            "' at 'qualifier' failed to satisfy constraint: Member must have length less than or "
            "equal to 128");
}

TEST_CASE("lengths count: 140 where a function is managed, 256 where it is read") {
  std::string arn = "arn:aws:lambda:bad-region:123456789012:function:" + std::string(130, 'x');
  CHECK(joined(read(arn)) == bad_name(arn, read_pattern));
  CHECK(joined(read(arn, {}, name_rule::manage)) ==
        "refused: 2 validation errors detected: Value '" + arn +
            "' at 'functionName' failed to satisfy constraint: Member must have length less than "
            "or equal to 140; Value '" +
            arn +
            "' at 'functionName' failed to satisfy constraint: Member must satisfy regular "
            "expression pattern: " +
            std::string(manage_pattern));
  CHECK(joined(read(std::string(65, 'n'))) == std::string(65, 'n') + "|");
}

TEST_CASE("the parts must agree with each other and with the caller") {
  auto mismatch = read("arn:aws:lambda:us-east-1:123456789012:function:f:$LATEST", "1");
  REQUIRE_FALSE(mismatch.has_value());
  CHECK(mismatch.error().code == error_code::invalid_parameter_value);
  CHECK(mismatch.error().message ==
        "The derived qualifier from the function name does not match the specified qualifier.");

  auto elsewhere = read("arn:aws:lambda:eu-west-1:123456789012:function:f");
  REQUIRE_FALSE(elsewhere.has_value());
  CHECK(elsewhere.error().code == error_code::resource_not_found);
  CHECK(elsewhere.error().message ==
        "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')");

  auto stranger = read("210987654321:function:f");
  REQUIRE_FALSE(stranger.has_value());
  CHECK(stranger.error().code == error_code::access_denied);
}

TEST_CASE("regions of every partition are known by their form") {
  for (std::string_view place : {"us-east-1", "us-gov-west-1", "us-iso-east-1", "us-isob-east-1",
                                 "cn-north-1", "eusc-de-east-1"})
    CHECK_MESSAGE(patterns::function_name.matches("arn:aws:lambda:" + std::string(place) +
                                                  ":123456789012:function:f"),
                  place);
  for (std::string_view place : {"us-east-", "useast-1", "us-east-12", "US-EAST-1", "us--1", ""})
    CHECK_MESSAGE(!patterns::function_name.matches("arn:aws:lambda:" + std::string(place) +
                                                   ":123456789012:function:f"),
                  place);
}

TEST_CASE("the other patterns accept and refuse what their texts say") {
  CHECK(patterns::role.matches("arn:aws:iam::123456789012:role/service-role"));
  CHECK(patterns::role.matches("arn:aws-cn:iam::123456789012:role/path/name"));
  CHECK_FALSE(patterns::role.matches("r1"));
  CHECK_FALSE(patterns::role.matches("arn:aws:iam::123456789012:role"));
  CHECK(patterns::environment_name.matches("A1"));
  CHECK_FALSE(patterns::environment_name.matches("A"));
  CHECK_FALSE(patterns::environment_name.matches("_A"));
  CHECK(patterns::layer_version_arn.matches("arn:aws:lambda:us-east-1:123456789012:layer:l:1"));
  CHECK(patterns::layer_version_arn.matches("arn:aws:lambda:::awslayer:AmazonLinux1703"));
  CHECK_FALSE(patterns::layer_version_arn.matches("arn:aws:lambda:us-east-1:123456789012:layer:l"));
  CHECK(patterns::arn_or_nothing.matches(""));
  CHECK(patterns::arn_or_nothing.matches("arn:aws:sqs:us-east-1:123456789012:q"));
  CHECK_FALSE(patterns::arn_or_nothing.matches("queue"));
  CHECK_FALSE(patterns::s3_bucket.matches("bucket."));
  CHECK_FALSE(patterns::handler.matches("a b"));
  CHECK(patterns::master_region.matches("ALL"));
  CHECK_FALSE(patterns::master_region.matches("all"));
  CHECK(patterns::tagged_resource.matches("arn:aws:lambda:us-east-1:123456789012:function:f"));
  CHECK_FALSE(patterns::tagged_resource.matches("f"));
  CHECK(alias_like("live-1"));
  CHECK_FALSE(alias_like("12"));
  CHECK_FALSE(alias_like("$latest"));
}
