#include "cli/aws/connection.hpp"

#include <CLI/CLI.hpp>

#include "cli/terminal/terminal.hpp"

namespace lambent::cli {

std::string endpoint_of(const std::string& host, std::uint16_t port) {
  bool wants_brackets = host.contains(':') && !host.starts_with('[');
  return "http://" + (wants_brackets ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

void describe_connection(CLI::App& command, aws::client_options& options) {
  options.said_on_wire = [](std::string_view line) { detail(2, line); };
  bool to_engine = !options.local_endpoint_url.empty();
  std::string variables = to_engine ? "$LAMBENT_ENDPOINT_URL,\n" : "";
  command
      .add_option("--endpoint-url", options.endpoint_url,
                  "Where Lambda and the other services are [" + variables +
                      "$AWS_ENDPOINT_URL_LAMBDA, $AWS_ENDPOINT_URL, " +
                      (to_engine ? options.local_endpoint_url : "the profile, AWS") + "]")
      ->type_name("URL");
  command.add_option("-r,--region", options.region,
                     "[$AWS_REGION, $AWS_DEFAULT_REGION, the profile's" +
                         std::string(to_engine ? ", us-east-1]" : "]"));
  command
      .add_option("-p,--profile", options.profile, "Of AWS's config files [$AWS_PROFILE, default]")
      ->type_name("NAME");
  command
      .add_option("--retry-attempts", options.attempts_max,
                  "How often a call is tried, 3 by default")
      ->type_name("COUNT")
      ->check(CLI::PositiveNumber);
}

void add_remote(CLI::App& command, bool& remote) {
  command.add_flag("-R,--remote", remote, "On AWS, not on this machine");
}

aws::client_options connection_for(aws::client_options options, bool remote) {
  if (remote) options.local_endpoint_url.clear();
  return options;
}

std::expected<std::string, aws::call_error> local_region() {
  auto client = aws::client::open({.local_endpoint_url = engine_endpoint});
  if (!client) return std::unexpected(std::move(client).error());
  return client->region();
}

exit_code exit_code_of(aws::call_failure kind) {
  switch (kind) {
    case aws::call_failure::usage:
      return exit_code::usage;
    case aws::call_failure::configuration:
    case aws::call_failure::credentials:
      return exit_code::configuration;
    case aws::call_failure::unreachable:
      return exit_code::unreachable;
    default:
      return exit_code::failed;
  }
}

exit_code report_failure(std::string_view doing, aws::call_error&& failed, bool was_local) {
  if (failed.kind == aws::call_failure::unreachable && was_local && failed.error.hint.empty())
    failed.error.hint =
        "`lambent serve` starts an engine; that of `lambent watch` is at "
        "--endpoint-url http://127.0.0.1:9000";
  return report(in_context(doing, std::move(failed.error)), exit_code_of(failed.kind));
}

}  // namespace lambent::cli
