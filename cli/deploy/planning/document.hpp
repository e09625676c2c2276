// What `--plan` and `--dry` print: one function or layer, as it is wanted, and what would be done.
// The JSON has the members of cargo-lambda's dry run, so that its users' scripts find theirs.
#pragma once

#include <string>

#include "aws/options.hpp"
#include "cli/deploy/planning/plan.hpp"
#include "cli/deploy/planning/plan_text.hpp"
#include "cli/deploy/planning/wanted.hpp"

namespace lambent::cli::deploy {

// `todo` is null where AWS was not asked; then `steps` is null, too.
[[nodiscard]] std::string as_document(const wanted_function& wanted, const plan* todo,
                                      const plan_style& style, const aws::client_options& with);
[[nodiscard]] std::string as_document(const wanted_layer& wanted, const plan* todo,
                                      const plan_style& style, const aws::client_options& with);

// What is wanted, as if nothing were there. `region` is empty where none is set.
[[nodiscard]] std::string as_text(const wanted_function& wanted, const plan_style& style,
                                  const std::string& region);
[[nodiscard]] std::string as_text(const wanted_layer& wanted, const plan_style& style);

}  // namespace lambent::cli::deploy
