// The flags of `lambent bench study`.
#include <CLI/CLI.hpp>

#include "cli/aws/connection.hpp"
#include "cli/bench/bench.hpp"
#include "cli/bench/study/study_command.hpp"
#include "cli/command_line/choice.hpp"

namespace lambent::cli {

void describe_bench_study(CLI::App& command, bench_study_options& options) {
  using namespace study_limits;
  command
      .add_option("--functions", options.functions,
                  "Languages, or ids such as pi-cpp [cpp,rust,js]")
      ->delimiter(',')
      ->default_function([] { return std::string("cpp,rust,js"); })
      ->type_name("NAME");
  command
      .add_option("--configs", options.configs,
                  "Zips and images [x86_64,arm64,image-x86_64,image-arm64]")
      ->delimiter(',')
      ->default_function([] { return std::string("x86_64,arm64,image-x86_64,image-arm64"); })
      ->type_name("NAME");
  command.add_option("--runs", options.runs, "Warm runs of each function [5]")
      ->type_name("COUNT")
      ->check(CLI::Range(1U, samples_max));
  command.add_option("--cold", options.cold, "Cold starts of each function [3]")
      ->type_name("COUNT")
      ->check(CLI::Range(0U, samples_max));
  command.add_option("--digits", options.digits, "How many digits of pi [10000]")
      ->type_name("COUNT")
      ->check(CLI::Range(1U, digits_max));
  command.add_option("--memory", options.memory_mb, "Of each function, in MB [128]")
      ->type_name("MB")
      ->check(CLI::Range(bench_limits::memory_mb_min, bench_limits::memory_mb_max));
  command.add_option("-o,--out", options.out, "Record and report go there [lambent-study]")
      ->type_name("DIR");
  command.add_flag("--report-only", options.report_only,
                   "Write the report of DIR's record again; build and measure nothing");
  command
      .add_option("--study", options.sources,
                  "The functions' sources [of this installation or source tree]")
      ->type_name("DIR");
  command
      .add_option("--prebuilt", options.prebuilt,
                  "Programs that need no build: DIR/[ARCH/]ID/bootstrap")
      ->type_name("DIR");
  command
      .add_option("--node-base", options.node_base,
                  "JavaScript's base image [public.ecr.aws/lambda/nodejs:VERSION]")
      ->type_name("IMAGE");
  command.add_option("--iam-role", options.role, "An ARN; else a role is made, and deleted again")
      ->type_name("ARN");
  add_remote(command, options.remote);
  describe_connection(command, options.aws);
  command.get_option("--endpoint-url")
      ->description("An engine that runs, or an emulator [an engine of its own]");
  add_engine_options(command, options.engine);
  add_output(command, options.output);
  group_flags(command, "Sources", {"--study", "--prebuilt", "--node-base"});
  group_flags(command, "Place",
              {"--iam-role", "--endpoint-url", "--region", "--profile", "--retry-attempts"});
  group_flags(command, "Engine", {"--isolation", "--network", "--cpu", "--interface-client"});
  command.footer(
      "What cannot be built or run is left out by name. The same command goes on with\n"
      "a study that was interrupted, and does nothing where it is finished.\n\n"
      "Example:\n"
      "  lambent bench study --functions cpp --configs x86_64\n"
      "  lambent bench study --remote --region eu-west-1 --out study-aws");
}

}  // namespace lambent::cli
