// `lambent bench`: how fast a deployed function is. What its commands take, and the commands.
#pragma once

#include <cstddef>
#include <string>

#include "cli/aws/connection.hpp"
#include "cli/invoke/event.hpp"
#include "cli/terminal/exit_code.hpp"
#include "cli/terminal/terminal.hpp"

namespace CLI {
class App;
}

namespace lambent::cli {

namespace bench_limits {

// Of --runs. A cold start on AWS takes seconds and two calls of Lambda's control plane.
constexpr std::size_t cold_runs_max = 1000;
constexpr std::size_t warm_runs_max = 10'000;
constexpr std::size_t tune_runs_max = 1000;
// Of --memory.
constexpr std::size_t memory_sizes_max = 64;
// Lambda's quota of a function's memory.
constexpr unsigned memory_mb_min = 128;
constexpr unsigned memory_mb_max = 10'240;

}  // namespace bench_limits

// What all of them take.
struct bench_target {
  std::string name{};      // Name or ARN.
  event_source event{};    // None: {}.
  std::string out_path{};  // --out; a file, or a folder that is there. Empty: no drawing.
  bool remote = false;
  aws::client_options connection{.local_endpoint_url = engine_endpoint};
  output_format output = output_format::text;
};

struct bench_cold_options {
  bench_target target{};
  std::size_t runs = 10;
};

struct bench_warm_options {
  bench_target target{};
  std::string qualifier{};
  std::size_t runs = 50;
  std::size_t concurrency = 1;
};

struct bench_tune_options {
  bench_target target{};
  std::string memory = "128,256,512,1024,1769,3008";  // Megabytes.
  std::size_t runs = 5;
};

void describe_bench_cold(CLI::App& command, bench_cold_options& options);
void describe_bench_warm(CLI::App& command, bench_warm_options& options);
void describe_bench_tune(CLI::App& command, bench_tune_options& options);

[[nodiscard]] exit_code bench_cold(const bench_cold_options& options);
[[nodiscard]] exit_code bench_warm(const bench_warm_options& options);
[[nodiscard]] exit_code bench_tune(const bench_tune_options& options);

}  // namespace lambent::cli
