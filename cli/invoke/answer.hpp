// A call's answer as it is shown: the payload on stdout, all else on stderr, or all of it as JSON.
#pragma once

#include <string>
#include <string_view>

#include "aws/services/lambda.hpp"
#include "cli/invoke/invoke.hpp"

namespace lambent::cli {

[[nodiscard]] exit_code print_answer(const invoke_options& options,
                                     const aws::lambda::invocation_answer& answer);

// On stderr, without the empty lines at its end.
void tell_log(std::string_view log);

// "type: message" of a function's error, from its payload; `otherwise` where that has neither.
[[nodiscard]] std::string failure_text(std::string_view payload, const std::string& otherwise);

// Says that the function failed, and what to end with.
exit_code report_function_error(const invoke_options& options, const std::string& said);

// A JSON string, or null for what is empty.
[[nodiscard]] std::string json_or_null(const std::string& text);

}  // namespace lambent::cli
