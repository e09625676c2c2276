#include "cli/aws/connection.hpp"

#include <doctest/doctest.h>

#include <CLI/CLI.hpp>

using namespace lambent;
using namespace lambent::cli;

TEST_CASE("the flags are those of the AWS CLI, and the help says what stands in for them") {
  CLI::App command;
  aws::client_options options{.local_endpoint_url = engine_endpoint};
  describe_connection(command, options);
  command.parse("--endpoint-url http://h --region r --profile p");
  CHECK(options.endpoint_url == "http://h");
  CHECK(options.region == "r");
  CHECK(options.profile == "p");
  CHECK(command.help().find("http://127.0.0.1:4566]") != std::string::npos);
  CHECK(command.help().find("Where Lambda and the other services are [") != std::string::npos);

  CLI::App to_aws;
  aws::client_options none;
  describe_connection(to_aws, none);
  CHECK(to_aws.help().find("LAMBENT_ENDPOINT_URL") == std::string::npos);
  CHECK(to_aws.help().find("us-east-1") == std::string::npos);
}

TEST_CASE("--remote goes past the engine on this machine") {
  CLI::App command;
  bool remote = false;
  add_remote(command, remote);
  command.parse("-R");
  CHECK(remote);
  aws::client_options options{.local_endpoint_url = engine_endpoint};
  CHECK(connection_for(options, false).local_endpoint_url == engine_endpoint);
  CHECK(connection_for(options, true).local_endpoint_url.empty());
}

TEST_CASE("a failed call tells the shell of what kind it is") {
  using enum aws::call_failure;
  CHECK(exit_code_of(usage) == exit_code::usage);
  CHECK(exit_code_of(configuration) == exit_code::configuration);
  CHECK(exit_code_of(credentials) == exit_code::configuration);
  CHECK(exit_code_of(unreachable) == exit_code::unreachable);
  for (aws::call_failure kind : {broken, refused, unreadable})
    CHECK(exit_code_of(kind) == exit_code::failed);
}

TEST_CASE("an endpoint has an IPv6 address in brackets") {
  CHECK(endpoint_of("127.0.0.1", 9000) == "http://127.0.0.1:9000");
  CHECK(endpoint_of("::1", 9000) == "http://[::1]:9000");
  CHECK(endpoint_of("[::1]", 9000) == "http://[::1]:9000");
}
