// A resource-based policy as the JSON document of AWS, its members in AWS's order.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/model/error.hpp"
#include "engine/model/resource_policy.hpp"

namespace lambent::api {

// Whether AWS takes this Principal: "*", a service, an account or an ARN of IAM or STS.
[[nodiscard]] bool valid_principal(std::string_view principal);

// `resource` is the ARN of what the policy belongs to.
[[nodiscard]] std::string statement_json(const model::policy_statement& statement,
                                         std::string_view resource);
[[nodiscard]] std::string policy_json(const model::resource_policy& policy,
                                      std::string_view resource);
// The body of GetPolicy and GetLayerVersionPolicy.
[[nodiscard]] std::string shown_policy(const model::resource_policy& policy,
                                       std::string_view resource);

// Puts the statement behind the others and gives its JSON. Refuses an id that is there already, and
// a policy that grows over its limit.
[[nodiscard]] model::answer<std::string> add_statement(model::resource_policy& to,
                                                       model::policy_statement statement,
                                                       std::string_view resource);
// Where the statement with that id stands among policy.statements.
[[nodiscard]] model::answer<std::size_t> find_statement(const model::resource_policy& policy,
                                                        std::string_view sid);

}  // namespace lambent::api
