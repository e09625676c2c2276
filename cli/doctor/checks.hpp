// What the facts mean: pure functions, one for each group of findings.
#pragma once

#include <string_view>
#include <vector>

#include "cli/doctor/facts.hpp"
#include "cli/doctor/finding.hpp"

namespace lambent::cli::doctor {

[[nodiscard]] std::vector<finding> check_toolchain(const facts& of);
[[nodiscard]] std::vector<finding> check_engine(const facts& of);
[[nodiscard]] std::vector<finding> check_ports(const facts& of);
[[nodiscard]] std::vector<finding> check_aws(const facts& of);
[[nodiscard]] std::vector<finding> check_project(const facts& of);

[[nodiscard]] std::vector<finding> check_all(const facts& of);

// "12.2" is at least "12"; missing parts are 0.
[[nodiscard]] bool version_at_least(std::string_view version, std::string_view wanted);

}  // namespace lambent::cli::doctor
