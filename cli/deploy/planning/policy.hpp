// What the caller must be allowed so that plans can be carried out, and no more: a policy document
// for IAM. What reading the state takes belongs to it.
#pragma once

#include <map>
#include <set>
#include <string>

#include "cli/deploy/planning/observed.hpp"
#include "cli/deploy/planning/plan.hpp"
#include "cli/deploy/planning/wanted.hpp"

namespace lambent::cli::deploy {

using needed_actions = std::map<std::string, std::set<std::string>>;  // By resource.

void add_needed_actions(needed_actions& to, const plan& what, const wanted_function& wanted,
                        const observed_function& observed);
void add_needed_actions(needed_actions& to, const plan& what, const wanted_layer& wanted,
                        const observed_layer& observed);

[[nodiscard]] std::string policy_document(const needed_actions& actions);

}  // namespace lambent::cli::deploy
