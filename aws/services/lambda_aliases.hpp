// What hangs on a function's aliases: how one divides its calls, and the URLs of all of them.
#pragma once

#include <map>
#include <string>

#include "aws/services/lambda.hpp"

namespace lambent::aws::lambda {

// Of an alias that divides its calls: the further versions, and their shares as text, "0.1".
// https://docs.aws.amazon.com/lambda/latest/api/API_AliasRoutingConfiguration.html
[[nodiscard]] std::map<std::string, std::string> weights_of(const json_object& alias);

// The function's own URL and those of its aliases; FunctionArn says whose each is.
// https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionUrlConfigs.html
[[nodiscard]] json_list list_function_url_configs(client& with, const std::string& name);

}  // namespace lambent::aws::lambda
