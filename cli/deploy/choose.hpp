// Which of the built programs a deployment is about.
#pragma once

#include <filesystem>
#include <vector>

#include "base/error.hpp"
#include "cli/build/cmake/functions_json.hpp"
#include "cli/deploy/deploy.hpp"

namespace lambent::cli::deploy {

// Where `lambent build` put them. With --binary-path nothing has to be there, and no project is.
[[nodiscard]] result<std::filesystem::path> artefacts_folder(const deploy_options& options);

// Those that are named, or all, or the only one: functions, or extensions with --extension.
[[nodiscard]] result<std::vector<built_program>> chosen_programs(
    const deploy_options& options, const std::filesystem::path& folder);

}  // namespace lambent::cli::deploy
