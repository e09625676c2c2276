// The flags of `lambent deploy`; cargo-lambda's users find theirs under the names they know.
#include <CLI/CLI.hpp>

#include "cli/aws/connection.hpp"
#include "cli/command_line/choice.hpp"
#include "cli/deploy/deploy.hpp"

namespace lambent::cli {
namespace {

void add_configuration(CLI::App& command, deploy_options& o) {
  command.add_option("--memory,--memory-size", o.memory_mb, "In MB, 128 to 10240")->type_name("MB");
  command.add_option("--timeout", o.timeout_s, "In seconds, 1 to 900")->type_name("SECONDS");
  command.add_option("--iam-role,--role", o.role, "The execution role [one is made]")
      ->type_name("ARN");
  add_variable_flags(command,
                     {.single = o.environment, .listed = o.environment_list, .files = o.env_files},
                     "beside those that are there");
  command.add_flag("--merge-env", o.merge_environment, "As is done anyway");
  command.add_flag("--prune-env", o.prune_environment, "Remove variables that are not given");
  command.add_option("--layer,--layer-arn", o.layers, "Layer versions, in order")->type_name("ARN");
  command.add_flag("--no-layers", o.no_layers, "Take all layers away");
  command.add_option("--runtime", o.runtime, "[provided.al2023]");
  command.add_option("--handler", o.handler, "What _HANDLER says [bootstrap]");
  command.add_option("--description", o.description, "Of the function and its version");
  command.add_option("--tracing", o.tracing, "active or passthrough")->type_name("MODE");
  command.add_option("--ephemeral-storage", o.ephemeral_storage_mb, "/tmp, in MB, 512 to 10240")
      ->type_name("MB");
  command.add_option("--subnet-ids", o.subnet_ids, "Of a VPC")->type_name("ID")->delimiter(',');
  command.add_option("--security-group-ids", o.security_group_ids, "Of a VPC")
      ->type_name("ID")
      ->delimiter(',');
  command.add_flag("--ipv6-allowed-for-dual-stack", o.ipv6_allowed_for_dual_stack,
                   "Out of the VPC by IPv6, too");
  command.add_option("--reserved-concurrency", o.reserved_concurrency, "-1 releases it")
      ->type_name("COUNT");
}

void add_logging(CLI::App& command, deploy_options& o) {
  command.add_option("--log-format", o.log_format, "text or json")->type_name("FORMAT");
  command.add_option("--application-log-level", o.application_log_level, "With the JSON format")
      ->type_name("LEVEL");
  command.add_option("--system-log-level", o.system_log_level, "With the JSON format")
      ->type_name("LEVEL");
  command
      .add_option("--log-retention", o.log_retention_days, "How long logs are kept; 0: for ever")
      ->type_name("DAYS");
}

void add_versions_and_url(CLI::App& command, deploy_options& o) {
  command.add_flag("--publish", o.publish, "Publish a version of what is deployed");
  command.add_option("-a,--alias,--qualifier", o.alias, "Let it point to that version")
      ->type_name("NAME");
  command
      .add_option("--keep-versions", o.versions_kept, "Delete older ones that no alias points to")
      ->type_name("COUNT");
  command.add_flag("--enable-function-url", o.enable_url, "Give it a URL");
  command.add_flag("--disable-function-url", o.disable_url, "Take the URL away");
  command.add_option("--function-url-auth", o.url_auth, "AWS_IAM, or NONE: anyone [AWS_IAM]")
      ->type_name("AUTH");
  command.add_option("--invoke-mode", o.url_invoke_mode, "BUFFERED or RESPONSE_STREAM [BUFFERED]")
      ->type_name("MODE");
}

}  // namespace

void describe_deploy(CLI::App& command, deploy_options& o) {
  command.add_option("NAME", o.names, "Built functions [the only one]")->type_name("FUNCTION");
  command.add_flag("--all", o.all, "All of the project's functions");
  command.add_option("-l,--lambda-dir", o.lambda_dir, "Where the artefacts are [build/lambda]")
      ->type_name("DIR");
  command
      .add_option("--binary-name", o.binary_name, "The built function, where AWS knows it as NAME")
      ->type_name("FUNCTION");
  command.add_option("--binary-path", o.binary_path, "A zip or a program, wherever it is")
      ->type_name("FILE");
  command.add_option("-i,--include", o.includes, "Into the zip: PATH, or NAME:PATH")
      ->type_name("WHAT");
  command.add_option("--prefix", o.prefix, "Before each function's name on AWS");
  command.add_flag("--extension", o.extension, "Extensions, as layers, in place of functions");
  command.add_flag("--internal", o.internal, "The extension is not in a folder `extensions`");
  command
      .add_option("--compatible-runtimes", o.compatible_runtimes,
                  "Of a layer [provided.al2,provided.al2023]")
      ->type_name("RUNTIME")
      ->delimiter(',');
  add_configuration(command, o);
  add_logging(command, o);
  add_versions_and_url(command, o);
  command.add_option("--tag,--tags", o.tags, "Over those that are there")
      ->type_name("KEY=VALUE")
      ->delimiter(',');
  command.add_flag("--prune-tags", o.prune_tags, "Remove tags that are not given");
  command.add_option("--s3-bucket", o.s3_bucket, "Send the code through it")->type_name("BUCKET");
  command.add_option("--s3-key", o.s3_key, "[NAME.zip]")->type_name("KEY");
  command.add_flag("--plan", o.plan_only, "Show what would be done");
  command.add_flag("--dry,--dry-run", o.dry, "Show what is wanted, and do not ask AWS");
  command.add_flag("--print-policy", o.print_policy,
                   "Print the IAM policy that this deployment needs");
  command.add_flag("--show-env", o.show_environment, "Show the values of variables in the plan");
  describe_connection(command, o.aws);
  add_output(command, o.output, "-o,--output,--output-format");
  group_flags(command, "Function",
              {"--runtime", "--handler", "--description", "--tracing", "--ephemeral-storage",
               "--reserved-concurrency", "--layer", "--no-layers"});
  group_flags(command, "Variables and tags",
              {"--env-var", "--merge-env", "--prune-env", "--show-env", "--prune-tags"});
  group_flags(command, "Logs",
              {"--log-format", "--application-log-level", "--system-log-level", "--log-retention"});
  group_flags(command, "VPC",
              {"--subnet-ids", "--security-group-ids", "--ipv6-allowed-for-dual-stack"});
  group_flags(
      command, "Function URL",
      {"--enable-function-url", "--disable-function-url", "--function-url-auth", "--invoke-mode"});
  group_flags(command, "Extensions", {"--internal", "--compatible-runtimes"});
  group_flags(command, "Code and versions",
              {"--lambda-dir", "--binary-name", "--binary-path", "--include", "--s3-bucket",
               "--s3-key", "--keep-versions"});
  command.footer(
      "Creates what is not there, changes what differs, and leaves the rest.\n\n"
      "Example:\n  lambent deploy hello --memory 256 --env LOG_LEVEL=info --alias live");
}

}  // namespace lambent::cli
