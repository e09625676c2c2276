#include "cli/deploy/flags.hpp"

#include <CLI/CLI.hpp>

#include "cli/terminal/terminal.hpp"

namespace lambent::cli {

void add_aws_flags(CLI::App& command, aws::client_options& options) {
  command.add_option("-p,--profile", options.profile, "Of AWS's files [$AWS_PROFILE, default]")
      ->type_name("NAME");
  command.add_option("-r,--region", options.region,
                     "[$AWS_REGION, $AWS_DEFAULT_REGION, the profile's]");
  command
      .add_option("--endpoint-url", options.endpoint_url,
                  "Instead of AWS [$AWS_ENDPOINT_URL, the profile's]")
      ->type_name("URL");
  command.add_option("--retry-attempts", options.attempts_max, "How often a call is tried [3]")
      ->check(CLI::PositiveNumber);
}

exit_code report_call(aws::call_error&& failed, std::string_view doing) {
  using kind = aws::call_failure;
  exit_code code = exit_code::failed;
  if (failed.kind == kind::usage) code = exit_code::usage;
  if (failed.kind == kind::configuration || failed.kind == kind::credentials)
    code = exit_code::configuration;
  if (failed.kind == kind::unreachable) code = exit_code::unreachable;
  return report(in_context(doing, std::move(failed.error)), code);
}

}  // namespace lambent::cli
