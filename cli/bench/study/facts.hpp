// What is recorded of the machine that a study ran on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "cli/bench/study/asked.hpp"
#include "study/report/record.hpp"

namespace lambent::cli::studying {

/// Of an engine of our own: processor, kernel, control groups and how it runs functions. Where they
/// run elsewhere, that this machine is not known, and what is known of the one that asked, under
/// names of its own. Everywhere the versions of what built the functions. Reads /proc and runs
/// programs.
[[nodiscard]] std::vector<study::fact> collect_facts(const bench_study_options& options);

/// "AMD EPYC 7B13" of /proc/cpuinfo; empty where it names none, as on arm64.
[[nodiscard]] std::string cpu_of(std::string_view cpuinfo);
/// "v2", "v1", "v1 and v2" or "none" of /proc/mounts.
[[nodiscard]] std::string cgroup_mode_of(std::string_view mounts);
/// "Debian GNU/Linux 12 (bookworm)" of /etc/os-release.
[[nodiscard]] std::string system_of(std::string_view os_release);

/// Figures of two processors, kernels, shares of a processor, or from behind two kinds of walls are
/// not to be mixed in one series; nor what is not known with what is.
[[nodiscard]] result<> check_same_machine(const study::record& begun,
                                          const std::vector<study::fact>& now);

}  // namespace lambent::cli::studying
