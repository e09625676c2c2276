// What to say where AWS says that there is no such function: the names that are near.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aws/client.hpp"

namespace lambent::cli {

// "hello" of "hello", "hello:live", "123456789012:function:hello" and an ARN.
[[nodiscard]] std::string bare_function_name(std::string_view reference);

// The hint for `reference`, where `existing` are the functions there are.
[[nodiscard]] std::string hint_for_missing(std::string_view reference,
                                           const std::vector<std::string>& existing);

// The same, having asked; on this machine only: an account may have thousands of functions.
[[nodiscard]] std::string hint_for_missing(aws::client& with, std::string_view reference);

}  // namespace lambent::cli
