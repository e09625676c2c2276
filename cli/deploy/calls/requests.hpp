// What the calls of a plan send: JSON for Lambda, policy documents for IAM. Builds text, sends
// nothing.
#pragma once

#include <string>
#include <string_view>

#include "cli/deploy/planning/observed.hpp"
#include "cli/deploy/planning/plan.hpp"
#include "cli/deploy/planning/wanted.hpp"

namespace lambent::cli::deploy {

// `zip` is the code itself, or empty where the code is in S3.
[[nodiscard]] std::string create_function_request(const wanted_function& wanted,
                                                  const std::string& role, std::string_view zip);
[[nodiscard]] std::string update_code_request(const wanted_function& wanted, std::string_view zip);

// Only the members that differ. A structure of AWS's is replaced as a whole, so its other members
// are sent as they are.
[[nodiscard]] std::string update_configuration_request(const wanted_function& wanted,
                                                       const observed_configuration& there,
                                                       const step& update);

// The alias points to that version alone: without RoutingConfig Lambda would keep what there is.
[[nodiscard]] std::string update_alias_request(const std::string& version);

[[nodiscard]] std::string create_url_request(const url_settings& wanted);
// Without CORS it is taken away: Lambda would keep what it is not told of.
[[nodiscard]] std::string update_url_request(const url_settings& wanted);

// Lets Lambda take the role on.
// https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
[[nodiscard]] std::string trust_policy();

// https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html
[[nodiscard]] std::string publish_layer_request(const wanted_layer& wanted, std::string_view zip);

}  // namespace lambent::cli::deploy
