// `lambent delete`: a function with its versions, aliases and URL, the role that was made for it,
// and its logs when that is asked for.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>

#include "aws/client.hpp"
#include "aws/services/iam.hpp"
#include "aws/services/lambda.hpp"
#include "aws/services/logs.hpp"
#include "cli/aws/connection.hpp"
#include "cli/command_line/choice.hpp"
#include "cli/deploy/calls/answers.hpp"
#include "cli/deploy/deploy.hpp"
#include "cli/deploy/planning/plan.hpp"

namespace lambent::cli {
namespace {

namespace json = boost::json;
using aws::call_error;
using outcome = std::expected<void, call_error>;

// What there is to delete; empty texts are not to be.
struct condemned {
  std::string function{};
  std::string role{};
  std::string log_group{};

  [[nodiscard]] bool nothing() const {
    return function.empty() && role.empty() && log_group.empty();
  }
};

std::expected<condemned, call_error> find(aws::client& with, const delete_options& options) {
  condemned out;
  std::string log_group = "/aws/lambda/" + options.name;
  auto function = aws::lambda::get_function_configuration(with, {options.name, {}});
  if (!function && !function.error().is("ResourceNotFoundException"))
    return std::unexpected(std::move(function).error());
  const std::string made = deploy::made_role_name(options.name);
  bool has_made_role = true;  // Left behind by a deployment or a deletion that was interrupted.
  if (function) {
    out.function = options.name;
    auto configuration = deploy::read_configuration(*function);
    if (!configuration.log_group.empty()) log_group = configuration.log_group;
    has_made_role = configuration.role.ends_with(":role/" + made);
  }
  if (has_made_role && !options.keep_role) {
    auto role = aws::iam::get_role(with, made);
    if (!role && !role.error().is("NoSuchEntity")) return std::unexpected(std::move(role).error());
    if (role) out.role = made;
  }
  if (options.with_logs) {
    for (const auto& group : TRY(aws::logs::describe_log_groups(with, log_group)))
      if (group.name == log_group) out.log_group = log_group;
  }
  return out;
}

outcome delete_role(aws::client& with, const std::string& role) {
  for (const std::string& policy : TRY(aws::iam::list_attached_role_policies(with, role)))
    TRY(aws::iam::detach_role_policy(with, role, policy));
  for (const std::string& policy : TRY(aws::iam::list_role_policies(with, role)))
    TRY(aws::iam::delete_role_policy(with, role, policy));
  return aws::iam::delete_role(with, role);
}

// The function first: what is deleted later cannot be missed by it.
outcome carry_out(aws::client& with, const condemned& what) {
  if (!what.function.empty()) TRY(aws::lambda::delete_function(with, {what.function, {}}));
  if (!what.role.empty()) TRY(delete_role(with, what.role));
  if (!what.log_group.empty()) TRY(aws::logs::delete_log_group(with, what.log_group));
  return {};
}

std::string listed(const condemned& what) {
  std::string out;
  if (!what.function.empty())
    out += "  the function " + what.function + " with its versions, aliases and URL\n";
  if (!what.role.empty()) out += "  the role " + what.role + "\n";
  if (!what.log_group.empty()) out += "  the log group " + what.log_group + "\n";
  return out;
}

std::string told(const delete_options& options, const condemned& what) {
  if (options.output == output_format::json) {
    auto text_or_null = [](const std::string& text) {
      return text.empty() ? json::value(nullptr) : json::value(text);
    };
    return json::serialize(json::object{{"function", text_or_null(what.function)},
                                        {"role", text_or_null(what.role)},
                                        {"logGroup", text_or_null(what.log_group)},
                                        {"done", !options.plan_only}}) +
           "\n";
  }
  return (options.plan_only ? "would delete\n" : "deleted\n") + listed(what);
}

bool agreed() {
  std::cerr << "Delete? [y/N] " << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

}  // namespace

void describe_delete(CLI::App& command, delete_options& options) {
  command.add_option("NAME", options.name, "The function's name on AWS")
      ->type_name("FUNCTION")
      ->required();
  command.add_flag("--logs", options.with_logs, "Its log group, too");
  command.add_flag("--keep-role", options.keep_role, "Leave the role that was made for it");
  command.add_flag("-y,--yes", options.confirmed, "Do not ask");
  command.add_flag("--plan,--dry,--dry-run", options.plan_only, "Show what would be done");
  describe_connection(command, options.aws);
  add_output(command, options.output);
  command.footer("Example:\n  lambent delete hello --logs");
}

exit_code delete_deployed(const delete_options& options) {
  const std::string doing = "delete " + options.name;
  auto client = aws::client::open(options.aws);
  if (!client) return report_failure(doing, std::move(client).error());
  progress status;
  status.step("looking at " + options.name + " …");
  auto found = find(*client, options);
  status.clear();
  if (!found) return report_failure(doing, std::move(found).error());
  if (found->nothing())
    return report({doing + ": there is no such function, and nothing that was made for it", 0,
                   "`lambent list` shows what there is"},
                  exit_code::failed);
  if (!options.plan_only && !options.confirmed) {
    if (::isatty(STDIN_FILENO) != 1 || ::isatty(STDERR_FILENO) != 1)
      return report({doing + ": there is nobody to ask", 0, "--yes deletes without asking"},
                    exit_code::usage);
    std::cerr << listed(*found);
    if (!agreed()) return report({doing + ": nothing was deleted", 0, {}}, exit_code::failed);
  }
  if (!options.plan_only) {
    status.step("deleting …");
    auto done = carry_out(*client, *found);
    status.clear();
    if (!done) return report_failure(doing, std::move(done).error());
  }
  return finish_with(told(options, *found));
}

}  // namespace lambent::cli
