// Gathers the facts: runs programs, reads /proc and /sys, starts lambent-sandbox once.
#pragma once

#include <string>
#include <string_view>

#include "aws/options.hpp"
#include "cli/doctor/facts.hpp"

namespace lambent::cli::doctor {

struct collect_options {
  std::string data_dir{};  // Of `lambent serve`.
  aws::client_options aws{};
};

[[nodiscard]] facts collect(const collect_options& options);

// The first word that looks like a version: "12.2.0" of "g++ (Debian 12.2.0-14) 12.2.0".
[[nodiscard]] std::string version_in(std::string_view text);

}  // namespace lambent::cli::doctor
