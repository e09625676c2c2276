// A plan as people read it and as JSON. Values of environment variables may be secrets: they are
// shown only when that is asked for.
#pragma once

#include <boost/json/array.hpp>
#include <string>
#include <vector>

#include "cli/deploy/planning/plan.hpp"

namespace lambent::cli::deploy {

struct plan_style {
  bool colour = false;
  bool show_environment = false;
};

[[nodiscard]] std::string as_text(const plan& what, const plan_style& style);
// A line each.
[[nodiscard]] std::string lines_of(const std::vector<difference>& differences,
                                   const plan_style& style);

// {"service", "operation", "differences": [{"member", "from", "to"}], "subject"} for each step.
[[nodiscard]] boost::json::array steps_json(const plan& what, const plan_style& style);

}  // namespace lambent::cli::deploy
