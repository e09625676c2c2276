// What a function that is watched looks like to the engine: what the flags say, and the variables.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "cli/watch/build/code_copies.hpp"
#include "cli/watch/build/project_build.hpp"
#include "engine/model/function.hpp"

namespace lambent::cli::watch {

struct function_settings {
  std::uint32_t memory_mb = 128;
  std::uint32_t timeout_s = 3;
  // Reserved for the function, and its limit; nothing: as many as the account has.
  std::optional<std::uint32_t> concurrency;
  sanitizer sanitize = sanitizer::none;
  model::program_owner owner = model::program_owner::engine;
  std::map<std::string, std::string> variables;
};

// Of the variables that Lambda sets itself a function here may get its own credentials and region;
// the others are an error.
[[nodiscard]] result<> check_variables(const std::map<std::string, std::string>& variables);

// Without code while none was built.
[[nodiscard]] model::function make_function(const std::string& name,
                                            const function_settings& settings,
                                            const std::optional<function_code>& code,
                                            const model::build_stage& build);

}  // namespace lambent::cli::watch
