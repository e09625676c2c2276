// The zip that is deployed: found where `lambent build` puts it, and read as AWS will read it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "cli/deploy/wanted.hpp"

namespace lambent::cli::deploy {

// The functions in a folder of artefacts, by name.
[[nodiscard]] result<std::vector<std::string>> deployable_functions(
    const std::filesystem::path& lambda_dir);

// Hash, size and the architecture that its bootstrap is for. Fails when there is no bootstrap, or
// when the zip has to go through S3 and is not to.
[[nodiscard]] result<wanted_code> read_package(const std::filesystem::path& zip,
                                               const std::string& s3_bucket);

}  // namespace lambent::cli::deploy
