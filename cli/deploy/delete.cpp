// `lambent delete`: a function with its versions, aliases and URL, the role that was made for it,
// and its logs when that is asked for.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>

#include "aws/client.hpp"
#include "cli/aws/connection.hpp"
#include "cli/command_line/choice.hpp"
#include "cli/deploy/calls/removal.hpp"
#include "cli/deploy/deploy.hpp"

namespace lambent::cli {
namespace {

namespace json = boost::json;

std::string listed(const deploy::removal& what) {
  std::string out;
  if (!what.function.empty())
    out += "  the function " + what.function + " with its versions, aliases and URL\n";
  if (!what.role.empty()) out += "  the role " + what.role + "\n";
  if (!what.log_group.empty()) out += "  the log group " + what.log_group + "\n";
  return out;
}

std::string told(const delete_options& options, const deploy::removal& what) {
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
  command.add_flag("--logs", options.with_logs, "Its log group /aws/lambda/NAME, too");
  command.add_flag("--keep-role", options.keep_role, "Leave the role that was made for it");
  command.add_flag("-y,--yes", options.confirmed, "Do not ask");
  command.add_flag("--plan,--dry,--dry-run", options.plan_only, "Show what would be done");
  describe_connection(command, options.aws);
  add_output(command, options.output);
  command.footer("Example:\n  lambent delete hello --logs");
}

exit_code delete_deployed(const delete_options& options) {
  const std::string doing = "delete " + options.name;
  // Lambda would delete a version alone, and the role of the whole would be taken for its own.
  if (options.name.find(':') != std::string::npos)
    return report(
        {doing + ": a function is deleted by its name, and this is a version, an alias or an ARN",
         0, "`lambent deploy --keep-versions` deletes old versions"},
        exit_code::usage);
  auto client = aws::client::open(options.aws);
  if (!client) return report_failure(doing, std::move(client).error());
  progress status;
  status.step("looking at " + options.name + " …");
  auto found = deploy::find_removal(
      *client,
      {.name = options.name, .with_logs = options.with_logs, .keep_role = options.keep_role});
  status.clear();
  if (!found) return report_failure(doing, std::move(found).error(), client->is_local("lambda"));
  if (found->nothing())
    return report({doing + ": there is no such function, and nothing that was made for it", 0,
                   "`lambent list` shows what there is"},
                  exit_code::failed);
  if (!found->shared_log_group.empty())
    warn("the log group " + found->shared_log_group +
             " stays: it is not the function's own, and others may log there",
         "`aws logs delete-log-group --log-group-name " + found->shared_log_group + "` deletes it");
  if (!options.plan_only && !options.confirmed) {
    if (::isatty(STDIN_FILENO) != 1 || ::isatty(STDERR_FILENO) != 1)
      return report({doing + ": there is nobody to ask", 0, "--yes deletes without asking"},
                    exit_code::usage);
    std::cerr << listed(*found);
    if (!agreed()) return report({doing + ": nothing was deleted", 0, {}}, exit_code::failed);
  }
  if (!options.plan_only) {
    status.step("deleting …");
    auto done = deploy::carry_out(*client, *found);
    status.clear();
    if (!done) return report_failure(doing, std::move(done).error());
  }
  return finish_with(told(options, *found));
}

}  // namespace lambent::cli
