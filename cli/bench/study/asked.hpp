// What the flags ask for, as the protocol's values. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/error.hpp"
#include "cli/bench/study/study_command.hpp"
#include "study/protocol/plan.hpp"

namespace lambent::cli::studying {

/// Where functions run. An engine of our own ends with the command; all else is left as it was.
enum class site { own_engine, endpoint, aws };

[[nodiscard]] site site_of(const bench_study_options& options);

/// "this machine", "the endpoint http://…", "AWS, us-east-1". It tells studies apart that must not
/// be continued by each other: a whole processor is another place than Lambda's share of one.
[[nodiscard]] std::string place_of(const bench_study_options& options, const std::string& region);

/// Fails on unknown functions and configurations, with the nearest name, and on --remote together
/// with an endpoint. The place is not yet in it.
[[nodiscard]] result<study::wish> wish_of(const bench_study_options& options);

}  // namespace lambent::cli::studying
