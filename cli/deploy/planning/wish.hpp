// From flags and lambent.toml to what is wanted of one function. Fails on what contradicts itself.
#pragma once

#include "base/error.hpp"
#include "cli/configuration/settings.hpp"
#include "cli/deploy/deploy.hpp"
#include "cli/deploy/planning/wanted.hpp"

namespace lambent::cli::deploy {

// `function` is the name in the project; the code is read from the package.
[[nodiscard]] result<wanted_function> wish_for(const std::string& function, wanted_code code,
                                               const deploy_options& options,
                                               const configuration::settings& settings);

// The same of an extension, as a layer; what only functions have is not looked at.
[[nodiscard]] result<wanted_layer> layer_wish_for(const std::string& extension, wanted_code code,
                                                  const deploy_options& options);

}  // namespace lambent::cli::deploy
