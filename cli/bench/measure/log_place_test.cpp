#include "cli/bench/measure/log_place.hpp"

#include <doctest/doctest.h>

#include <boost/json.hpp>

using namespace lambent::cli::bench;

namespace {

lambent::result<log_place> place_of(const char* configuration) {
  return log_place_of(boost::json::parse(configuration).as_object());
}

}  // namespace

TEST_CASE("reports are in the function's own log group, or where Lambda puts them") {
  auto usual = place_of(R"({"FunctionName":"f"})");
  REQUIRE(usual.has_value());
  CHECK(usual->group == "/aws/lambda/f");
  CHECK(!usual->json);
  auto own =
      place_of(R"({"FunctionName":"f","LoggingConfig":{"LogGroup":"/g","LogFormat":"JSON"}})");
  REQUIRE(own.has_value());
  CHECK(own->group == "/g");
  CHECK(own->json);
}

TEST_CASE("a function whose logs have no reports is an error that says how it gets them") {
  CHECK(place_of(R"({"LoggingConfig":{"LogFormat":"JSON","SystemLogLevel":"INFO"}})").has_value());
  CHECK(place_of(R"({"LoggingConfig":{"LogFormat":"Text","SystemLogLevel":"WARN"}})").has_value());
  auto none = place_of(R"({"LoggingConfig":{"LogFormat":"JSON","SystemLogLevel":"WARN"}})");
  REQUIRE(!none.has_value());
  CHECK(none.error().what == "the function's logs have no reports: its system log level is WARN");
  CHECK(none.error().hint == "set SystemLogLevel of its LoggingConfig to INFO");
}

TEST_CASE("a report is found by its request id in either log format") {
  CHECK(pattern_of_report({.group = "g"}, "a-1") == R"("REPORT RequestId: a-1")");
  CHECK(pattern_of_report({.group = "g", .json = true}, "a-1") ==
        R"({ $.type = "platform.report" && $.record.requestId = "a-1" })");
}
