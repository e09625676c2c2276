// `lambent logs`: what a function wrote, on this machine or on AWS, once or for as long as it goes
// on.
#pragma once

#include <string>

#include "aws/services/logs.hpp"
#include "cli/aws/connection.hpp"
#include "cli/terminal/terminal.hpp"

namespace lambent::cli {

struct logs_options {
  std::string name{};
  std::string log_group{};  // Empty: the function's.
  std::string since = "10m";
  std::string filter{};
  bool follow = false;
  bool remote = false;
  aws::client_options connection{.local_endpoint_url = engine_endpoint};
  output_format output = output_format::text;
};

void describe_logs(CLI::App& command, logs_options& options);
[[nodiscard]] exit_code show_logs(const logs_options& options);

// One event as a line for people: time, the environment that wrote it, and what. `emulated` is the
// architecture of a function that an emulator runs, and marks the platform's durations.
[[nodiscard]] std::string log_line(const aws::logs::log_event& event, bool colour,
                                   const std::string& emulated = {});

}  // namespace lambent::cli
