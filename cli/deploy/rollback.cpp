// `lambent rollback`: an alias back to an earlier version. Code and configuration of a version
// never change, so nothing has to be sent. The alias then points to that version alone.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json.hpp>

#include "aws/client.hpp"
#include "aws/services/lambda.hpp"
#include "aws/services/lambda_aliases.hpp"
#include "cli/aws/connection.hpp"
#include "cli/command_line/choice.hpp"
#include "cli/command_line/suggest.hpp"
#include "cli/deploy/calls/answers.hpp"
#include "cli/deploy/calls/requests.hpp"
#include "cli/deploy/deploy.hpp"

namespace lambent::cli {
namespace {

namespace json = boost::json;
namespace lambda = aws::lambda;
using aws::call_error;
using aws::text_at;

struct move {
  std::string alias;
  std::string from;
  std::string to;
  deploy::text_map weights;  // Further versions with their shares, which they lose.
};

call_error not_possible(std::string what, std::string hint) {
  return {.kind = aws::call_failure::refused, .error = {std::move(what), 0, std::move(hint)}};
}

// The alias that is meant: the one named, or the only one there is.
std::expected<aws::json_object, call_error> alias_of(aws::client& with,
                                                     const rollback_options& options) {
  auto all = TRY(lambda::list_aliases(with, options.name));
  if (all.empty())
    return std::unexpected(
        not_possible("the function has no alias that could go back",
                     "`lambent deploy --alias live` publishes versions behind one"));
  if (options.alias.empty()) {
    if (all.size() == 1) return all.front();
    return std::unexpected(not_possible("the function has several aliases", "--alias names one"));
  }
  std::vector<std::string> names;
  for (const aws::json_object& alias : all) {
    names.push_back(text_at(alias, "Name"));
    if (names.back() == options.alias) return alias;
  }
  const std::string similar = closest(options.alias, names);
  return std::unexpected(not_possible(
      "there is no alias '" + options.alias + "'",
      similar.empty() ? "`lambent list " + options.name + " --remote` shows the aliases"
                      : "did you mean '" + similar + "'?"));
}

std::expected<move, call_error> decide(aws::client& with, const rollback_options& options) {
  const aws::json_object alias = TRY(alias_of(with, options));
  move out{.alias = text_at(alias, "Name"),
           .from = text_at(alias, "FunctionVersion"),
           .to = {},
           .weights = lambda::weights_of(alias)};
  auto versions = deploy::read_versions(TRY(lambda::list_versions_by_function(with, options.name)));
  for (const auto& version : versions) {
    const std::string number = std::to_string(version.number);
    if (!options.to.empty() && number == options.to) out.to = number;
    if (number == out.from && options.to.empty()) break;
    if (options.to.empty()) out.to = number;
  }
  if (out.to.empty() && !options.to.empty())
    return std::unexpected(
        not_possible("there is no version " + options.to,
                     "`lambent list " + options.name + " --remote` shows the versions"));
  if (out.to.empty())
    return std::unexpected(not_possible(
        "no version comes before " + out.from + ", to which " + out.alias + " points", ""));
  return out;
}

std::string told(const rollback_options& options, const move& what) {
  if (options.output == output_format::json) {
    json::object weights;
    for (const auto& [version, share] : what.weights) weights[version] = share;
    return json::serialize(json::object{{"function", options.name},
                                        {"alias", what.alias},
                                        {"from", what.from},
                                        {"to", what.to},
                                        {"removedWeights", std::move(weights)},
                                        {"done", !options.plan_only}}) +
           "\n";
  }
  std::string out = options.name + ":" + what.alias + " " +
                    (options.plan_only ? "would go" : "went") + " from version " + what.from +
                    " to version " + what.to;
  for (const auto& [version, share] : what.weights)
    out += ", and version " + version + (options.plan_only ? " would lose" : " lost") +
           " its share of " + share;
  return out + "\n";
}

}  // namespace

void describe_rollback(CLI::App& command, rollback_options& options) {
  command.add_option("NAME", options.name, "The function's name on AWS")
      ->type_name("FUNCTION")
      ->required();
  command.add_option("-a,--alias,--qualifier", options.alias, "Which alias [the only one]")
      ->type_name("NAME");
  command.add_option("--to", options.to, "A published version [the one before]")
      ->type_name("VERSION");
  command.add_flag("--plan,--dry,--dry-run", options.plan_only, "Show what would be done");
  describe_connection(command, options.aws);
  add_output(command, options.output);
  command.footer("Example:\n  lambent rollback hello --alias live");
}

exit_code roll_back(const rollback_options& options) {
  const std::string doing = "roll back " + options.name;
  auto client = aws::client::open(options.aws);
  if (!client) return report_failure(doing, std::move(client).error());
  progress status;
  status.step("looking at " + options.name + " …");
  auto decided = decide(*client, options);
  status.clear();
  if (!decided)
    return report_failure(doing, std::move(decided).error(), client->is_local("lambda"));
  const bool differs = decided->from != decided->to || !decided->weights.empty();
  if (!options.plan_only && differs) {
    auto moved = lambda::update_alias(*client, options.name, decided->alias,
                                      deploy::update_alias_request(decided->to));
    if (!moved) return report_failure(doing, std::move(moved).error());
  }
  return finish_with(told(options, *decided));
}

}  // namespace lambent::cli
