// [functions.NAME.url]: the function URL that a deploy gives the function. Names and values are
// those of CreateFunctionUrlConfig, in lower case with '_'.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "cli/configuration/document.hpp"
#include "cli/configuration/settings.hpp"

namespace lambent::cli::configuration {

struct cors_settings {
  std::vector<std::string> allow_origins{};
  std::vector<std::string> allow_methods{};
  std::vector<std::string> allow_headers{};
  std::vector<std::string> expose_headers{};
  std::optional<bool> allow_credentials{};
  std::optional<std::int32_t> max_age_s{};
};

struct function_url {
  std::string auth = "AWS_IAM";          // "AWS_IAM" or "NONE".
  std::string invoke_mode = "BUFFERED";  // "BUFFERED" or "RESPONSE_STREAM".
  std::optional<cors_settings> cors{};
};

// The value of the key "url", over what `into` has.
[[nodiscard]] result<function_url> read_function_url(const document& in, const member& url,
                                                     function_url into = {});

// Of the chosen context; empty when the file has no such table for the function.
[[nodiscard]] result<std::optional<function_url>> function_url_of(const settings& from,
                                                                  std::string_view function);

}  // namespace lambent::cli::configuration
