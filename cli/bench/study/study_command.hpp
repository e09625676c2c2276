// `lambent bench study`: builds the study's functions, creates and measures them through the AWS
// API, on an engine of its own, on one that runs, or on AWS, and writes the report.
#pragma once

#include <string>
#include <vector>

#include "aws/options.hpp"
#include "cli/serve/engine_options.hpp"
#include "cli/terminal/exit_code.hpp"
#include "cli/terminal/terminal.hpp"

namespace CLI {
class App;
}

namespace lambent::cli {

namespace study_limits {

constexpr unsigned samples_max = 1'000;  // Of --runs and --cold, each: what a record may hold.
// The digits that replies are compared with are made by schoolbook arithmetic: 100,000 take ten
// seconds, and twice as many four times as long.
constexpr unsigned digits_max = 100'000;

}  // namespace study_limits

struct bench_study_options {
  std::vector<std::string> functions{"cpp", "rust", "js"};
  std::vector<std::string> configs{"x86_64", "arm64", "image-x86_64", "image-arm64"};
  unsigned runs = 5;
  unsigned cold = 3;
  unsigned digits = 10'000;
  unsigned memory_mb = 128;
  std::string out = "lambent-study";
  std::string sources{};     // Empty: those of this installation.
  std::string prebuilt{};    // Empty: everything is built.
  std::string node_base{};   // Of the JavaScript images; empty: AWS's, of the version in use.
  std::string role{};        // An ARN; empty: one is made, and deleted at the end.
  bool report_only = false;  // Of the record that is there: nothing is built or measured.
  bool remote = false;
  aws::client_options aws{};
  engine_options engine{};  // Of the engine that the command starts.
  output_format output = output_format::text;
};

void describe_bench_study(CLI::App& command, bench_study_options& options);
[[nodiscard]] exit_code bench_study(const bench_study_options& options);

}  // namespace lambent::cli
