// Gathers the facts: runs programs, reads /proc and /sys, starts lambent-sandbox once.
#pragma once

#include <string>
#include <string_view>

#include "aws/options.hpp"
#include "base/error.hpp"
#include "cli/doctor/facts.hpp"

namespace lambent::cli::doctor {

struct collect_options {
  std::string data_dir{};  // Of `lambent serve`.
  aws::client_options aws{};
  bool identity = false;  // AWS is asked whose the credentials are.
};

[[nodiscard]] facts collect(const collect_options& options);

// What lambent-sandbox can do for this user, or why it cannot; in a folder of its own, so that an
// engine may be running.
[[nodiscard]] result<sandbox::ready> ask_sandbox();

// The first word that looks like a version: "12.2.0" of "g++ (Debian 12.2.0-14) 12.2.0".
[[nodiscard]] std::string version_in(std::string_view text);

}  // namespace lambent::cli::doctor
