// `lambent list`: the functions there are, or one of them with its versions, aliases and URL.
#pragma once

#include <string>

#include "cli/aws/connection.hpp"
#include "cli/terminal/terminal.hpp"

namespace lambent::cli {

struct list_options {
  std::string name{};  // Empty: all functions.
  bool remote = false;
  aws::client_options connection{.local_endpoint_url = engine_endpoint};
  output_format output = output_format::text;
};

void describe_list(CLI::App& command, list_options& options);
[[nodiscard]] exit_code list_functions(const list_options& options);

}  // namespace lambent::cli
