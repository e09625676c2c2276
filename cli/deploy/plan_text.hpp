// A plan as people read it and as JSON. Values of environment variables may be secrets: they are
// shown only when that is asked for.
#pragma once

#include <string>

#include "cli/deploy/plan.hpp"

namespace lambent::cli::deploy {

struct plan_style {
  bool colour = false;
  bool show_environment = false;
};

[[nodiscard]] std::string as_text(const plan& what, const plan_style& style);
[[nodiscard]] std::string as_json(const plan& what, const plan_style& style);

}  // namespace lambent::cli::deploy
