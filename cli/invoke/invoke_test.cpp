#include "cli/invoke/invoke.hpp"

#include "cli/command_line/testing.hpp"

using namespace lambent::cli;

TEST_CASE("invoke takes the event from one source") {
  CHECK(testing::parsed(describe_invoke, {"f", "-A", ""}).data_ascii == "");
  CHECK(testing::parsed(describe_invoke, {"f", "-F", "-"}).data_file == "-");
  CHECK(testing::refused(describe_invoke, {"f", "-A", "1", "-F", "x"}).code == exit_code::usage);
}

TEST_CASE("invoke goes to the engine on this machine unless it is told otherwise") {
  invoke_options options =
      testing::parsed(describe_invoke, {"f", "-A", "1", "--qualifier", "live"});
  CHECK(options.connection.local_endpoint_url == "http://127.0.0.1:4566");
  CHECK(options.connection.endpoint_url.empty());
  CHECK(options.qualifier == "live");
}
