// `lambent deploy`, `lambent rollback` and `lambent delete`: functions on AWS, or on any endpoint
// that speaks as AWS does. What is there is seen first, the difference shown, and only that done.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "aws/options.hpp"
#include "cli/command_line/command_tree.hpp"
#include "cli/terminal/exit_code.hpp"
#include "cli/terminal/terminal.hpp"

namespace lambent::cli {

struct deploy_options {
  std::vector<std::string> names{};  // Built functions; empty: the only one there is.
  bool all = false;
  std::string binary_name{};            // What is built, where NAME is only its name on AWS.
  std::string lambda_dir{};             // Empty: build/lambda in the project.
  std::string binary_path{};            // A zip or a program; empty: LAMBDA_DIR/NAME.zip.
  std::vector<std::string> includes{};  // As `lambent build` has them.
  std::string prefix{};                 // Before each function's name on AWS: "dev-".

  bool extension = false;  // Extensions, as layers.
  bool internal = false;
  std::vector<std::string> compatible_runtimes{};

  std::optional<std::string> role{};
  std::optional<std::string> runtime{};
  std::optional<std::string> handler{};
  std::optional<std::string> description{};
  std::optional<int> memory_mb{};
  std::optional<int> timeout_s{};
  std::optional<int> ephemeral_storage_mb{};
  std::optional<std::string> tracing{};
  std::optional<std::string> log_format{};
  std::optional<std::string> application_log_level{};
  std::optional<std::string> system_log_level{};
  std::optional<int> log_retention_days{};
  std::vector<std::string> layers{};
  bool no_layers = false;
  std::vector<std::string> subnet_ids{};
  std::vector<std::string> security_group_ids{};
  bool ipv6_allowed_for_dual_stack = false;
  std::optional<int> reserved_concurrency{};

  std::vector<std::string> environment{};       // NAME=VALUE, one each time; it may have commas.
  std::vector<std::string> environment_list{};  // NAME=VALUE, divided by commas.
  std::vector<std::string> env_files{};
  bool merge_environment = false;  // What cargo-lambda's users say for what is always so here.
  bool prune_environment = false;
  std::vector<std::string> tags{};  // KEY=VALUE
  bool prune_tags = false;

  bool enable_url = false;
  bool disable_url = false;
  std::optional<std::string> url_auth{};
  std::optional<std::string> url_invoke_mode{};

  bool publish = false;
  std::string alias{};
  int versions_kept = 0;

  std::string s3_bucket{};
  std::string s3_key{};

  bool plan_only = false;
  bool dry = false;  // AWS is not even asked.
  bool print_policy = false;
  bool show_environment = false;
  aws::client_options aws{};
  output_format output = output_format::text;
};

void describe_deploy(CLI::App& command, deploy_options& options);
[[nodiscard]] exit_code deploy_functions(const deploy_options& options,
                                         const options_of<deploy_options>& per_function);

struct rollback_options {
  std::string name{};
  std::string alias{};
  std::string to{};  // A version; empty: the one before.
  bool plan_only = false;
  aws::client_options aws{};
  output_format output = output_format::text;
};

void describe_rollback(CLI::App& command, rollback_options& options);
[[nodiscard]] exit_code roll_back(const rollback_options& options);

struct delete_options {
  std::string name{};
  bool with_logs = false;
  bool keep_role = false;
  bool confirmed = false;
  bool plan_only = false;
  aws::client_options aws{};
  output_format output = output_format::text;
};

void describe_delete(CLI::App& command, delete_options& options);
[[nodiscard]] exit_code delete_deployed(const delete_options& options);

}  // namespace lambent::cli
