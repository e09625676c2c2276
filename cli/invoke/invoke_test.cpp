#include "cli/invoke/invoke.hpp"

#include "cli/command_line/testing.hpp"

using namespace lambent;
using namespace lambent::cli;

TEST_CASE("invoke takes the event from one source") {
  CHECK(testing::parsed(describe_invoke, {"f", "-A", ""}).event.data_ascii == "");
  CHECK(testing::parsed(describe_invoke, {"f", "-F", "-"}).event.data_file == "-");
  CHECK(testing::refused(describe_invoke, {"f", "-A", "1", "-F", "x"}).code == exit_code::usage);
}

TEST_CASE("invoke says in AWS's words how it calls") {
  using aws::lambda::invocation_type;
  auto type = [](std::vector<std::string> flags) {
    flags.insert(flags.begin(), {"f", "-A", "1"});
    return testing::parsed(describe_invoke, flags).asked_type();
  };
  CHECK(type({}) == invocation_type::request_response);
  CHECK(type({"--async"}) == invocation_type::event);
  CHECK(type({"--invocation-type", "DryRun"}) == invocation_type::dry_run);
  CHECK(testing::refused(describe_invoke, {"f", "--async", "--invocation-type", "DryRun"}).code ==
        exit_code::usage);
  CHECK(testing::refused(describe_invoke, {"f", "--invocation-type", "event"}).code ==
        exit_code::usage);
}

TEST_CASE("invoke finds watch by address and port, or AWS") {
  auto goes_to = [](const std::vector<std::string>& flags) {
    return connection_of(testing::parsed(describe_invoke, flags));
  };
  CHECK(goes_to({"f", "-P", "9001"}).endpoint_url == "http://127.0.0.1:9001");
  CHECK(goes_to({"f", "--invoke-address", "::1"}).endpoint_url == "http://[::1]:9000");
  CHECK(goes_to({"f", "--invoke-address", "localhost", "-P", "1"}).endpoint_url ==
        "http://localhost:1");
  CHECK(goes_to({"f", "--remote"}).local_endpoint_url.empty());
  CHECK(goes_to({"f", "--remote"}).endpoint_url.empty());
  for (const char* other : {"--remote", "--endpoint-url=http://h"})
    CHECK(testing::refused(describe_invoke, {"f", "-P", "9001", other}).code == exit_code::usage);
  CHECK(testing::refused(describe_invoke, {"f", "-P", "0"}).code == exit_code::usage);
}

TEST_CASE("invoke goes to the engine on this machine unless it is told otherwise") {
  invoke_options options =
      testing::parsed(describe_invoke, {"f", "-A", "1", "--qualifier", "live"});
  CHECK(options.connection.local_endpoint_url == "http://127.0.0.1:4566");
  CHECK(options.connection.endpoint_url.empty());
  CHECK(options.qualifier == "live");
}
