// The functions there are, for who named none of them: the names that are near, or all.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "aws/client.hpp"

namespace lambent::cli {

// "there are a, b", as many as a line takes; what to do where there are none.
[[nodiscard]] std::string hint_of_existing(const std::vector<std::string>& existing);

// The names of all functions there are.
[[nodiscard]] std::expected<std::vector<std::string>, aws::call_error> function_names(
    aws::client& with);

// The hint for `reference`, where `existing` are the functions there are.
[[nodiscard]] std::string hint_for_missing(std::string_view reference,
                                           const std::vector<std::string>& existing);

// The same, having asked; on this machine only: an account may have thousands of functions.
[[nodiscard]] std::string hint_for_missing(aws::client& with, std::string_view reference);

}  // namespace lambent::cli
