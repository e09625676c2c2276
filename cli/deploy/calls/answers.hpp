// What Lambda's answers say, as the values that plans compare. Pure; what AWS leaves out is empty.
#pragma once

#include <string_view>
#include <vector>

#include "aws/protocol/json.hpp"
#include "cli/deploy/planning/observed.hpp"

namespace lambent::cli::deploy {

// https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html
[[nodiscard]] observed_configuration read_configuration(const aws::json_object& answer);

// https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionUrlConfig.html
[[nodiscard]] url_settings read_url(const aws::json_object& answer);

// Of ListVersionsByFunction: the published ones, oldest first, each compared with $LATEST.
[[nodiscard]] std::vector<observed_version> read_versions(
    const std::vector<aws::json_object>& versions);

// The statements that a deployment adds to a resource policy for a public URL.
inline constexpr const char* url_statement = "lambent-url";
inline constexpr const char* url_invoke_statement = "lambent-url-invoke";

// Of a resource policy, which is a JSON document. No document that reads has none of them.
[[nodiscard]] observed_url_permissions read_url_permissions(std::string_view policy);

// https://docs.aws.amazon.com/lambda/latest/api/API_GetLayerVersion.html
[[nodiscard]] observed_layer_version read_layer_version(const aws::json_object& answer);

}  // namespace lambent::cli::deploy
