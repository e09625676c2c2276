// The environment variables of a function's process and of its extensions', as Lambda sets them.
// Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html and recordings of
// provided.al2023.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "engine/model/function.hpp"

namespace lambent::environment {

struct variable_sources {
  const model::function& function;
  std::string_view log_stream;
  std::string_view runtime_api;  // host:port.
};

// An image's variables first, then the caller's own; what the platform reserves overrides them,
// PATH, LANG and LD_LIBRARY_PATH do not. The caller's variables that start with an underscore are
// dropped.
[[nodiscard]] std::map<std::string, std::string> process_environment(const variable_sources& from);

// Of an extension's process: the same without what describes the runtime's own surroundings; see
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html
[[nodiscard]] std::map<std::string, std::string> extension_environment(
    const variable_sources& from);

}  // namespace lambent::environment
