// The flags of `lambent bench cold`, `warm` and `tune`.
#include <CLI/CLI.hpp>

#include "cli/bench/bench.hpp"
#include "cli/command_line/choice.hpp"
#include "cli/invoke/invoke.hpp"

namespace lambent::cli {
namespace {

void describe_target(CLI::App& command, bench_target& target) {
  command.add_option("NAME", target.name, "Name or ARN of the function")
      ->type_name("FUNCTION")
      ->required();
  describe_event(command, target.event);
}

void describe_result(CLI::App& command, bench_target& target) {
  command.add_option("--out", target.out_path, "Also draw it: an .svg file, or a folder for it")
      ->type_name("PATH");
  add_output(command, target.output, "--output-format");
  add_remote(command, target.remote);
  describe_connection(command, target.connection);
}

void add_runs(CLI::App& command, std::size_t& runs, std::size_t runs_max, const std::string& help) {
  command.add_option("--runs", runs, help)
      ->type_name("COUNT")
      ->check(CLI::Range(std::size_t{1}, runs_max));
}

constexpr const char* about_event = "Without an event the function gets {}. ";
constexpr const char* about_restoring =
    "The function's configuration\nis changed for it and put back, after Ctrl-C too.\n\n";

}  // namespace

void describe_bench_cold(CLI::App& command, bench_cold_options& options) {
  describe_target(command, options.target);
  add_runs(command, options.runs, bench_limits::cold_runs_max,
           "Cold starts, each of a new environment, 1 to 1000 [10]");
  describe_result(command, options.target);
  command.footer(std::string(about_event) + about_restoring +
                 "Example:\n  lambent bench cold hello --runs 20 --out cold.svg");
}

void describe_bench_warm(CLI::App& command, bench_warm_options& options) {
  describe_target(command, options.target);
  command.add_option("-a,--qualifier,--alias", options.qualifier, "A version or alias");
  add_runs(command, options.runs, bench_limits::warm_runs_max,
           "Calls that are counted, 1 to 10000 [50]");
  command.add_option("--concurrency", options.concurrency, "Of these at a time, 1 to 256 [1]")
      ->type_name("COUNT")
      ->check(CLI::Range(std::size_t{1}, invoke_limits::concurrency_max));
  describe_result(command, options.target);
  command.footer(
      std::string(about_event) +
      "Cold starts are told\napart and not counted.\n\n"
      "Example:\n  lambent bench warm hello --data-ascii '{\"name\": \"Ada\"}' --remote");
}

void describe_bench_tune(CLI::App& command, bench_tune_options& options) {
  describe_target(command, options.target);
  command
      .add_option("--memory", options.memory,
                  "Memory sizes in MB, 128 to 10240 [128,256,512,1024,1769,3008]")
      ->type_name("LIST");
  add_runs(command, options.runs, bench_limits::tune_runs_max, "Calls of each size, 1 to 1000 [5]");
  describe_result(command, options.target);
  command.footer(std::string(about_event) + about_restoring +
                 "Example:\n  lambent bench tune hello --memory 128,512,1769 --out tune.svg");
}

}  // namespace lambent::cli
