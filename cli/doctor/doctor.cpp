#include "cli/doctor/doctor.hpp"

#include <CLI/CLI.hpp>

#include "cli/aws/connection.hpp"
#include "cli/command_line/choice.hpp"
#include "cli/doctor/checks.hpp"
#include "cli/doctor/collect.hpp"
#include "cli/serve/serve.hpp"

namespace lambent::cli {
namespace {

// lambent.toml is one of the things that may be wrong, so this command reads it by itself.
void collect_configuration(const command_tree& tree, doctor::facts& into) {
  auto sources = tree.sources();
  if (!sources) {
    into.configuration_problem = std::move(sources).error();
  } else {
    into.configuration_file = sources->settings.file().path;
  }
}

}  // namespace

void describe_doctor(CLI::App& command, doctor_options& options) {
  describe_connection(command, options.aws);
  command.add_flag("--identity", options.identity, "Ask AWS whose the credentials are");
  add_output(command, options.output);
  command.footer(
      "Exits with 1 when something that is needed is missing.\n\n"
      "Example:\n  lambent doctor");
}

exit_code examine(const doctor_options& options, const command_tree& tree) {
  progress status;
  status.step("looking around …");
  doctor::facts found = doctor::collect(
      {.data_dir = default_data_dir(), .aws = options.aws, .identity = options.identity});
  collect_configuration(tree, found);
  status.clear();
  std::vector<doctor::finding> findings = doctor::check_all(found);
  exit_code code = doctor::healthy(findings) ? exit_code::ok : exit_code::failed;
  if (options.output == output_format::json) return finish_with(doctor::as_json(findings), code);
  return finish_with(doctor::as_text(findings, stdout_manners().colour), code);
}

}  // namespace lambent::cli
