// Which external extensions a function has: its layers', or those in its image.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html
#pragma once

#include <string>
#include <vector>

#include "engine/model/function.hpp"

namespace lambent::environment {

// The names of all files but directories in `opt_dir`/extensions, sorted, as Lambda takes them:
// also those that cannot be executed. Of more than Lambda allows there is one too many, so that
// starting them fails as Lambda says. `opt_dir` may be empty.
[[nodiscard]] std::vector<std::string> extension_files(const std::string& opt_dir);

// The same of /opt/extensions in an image's layers (host paths, lowest first), which hide and
// remove each other's files as overlayfs has it. Links to directories are not followed.
[[nodiscard]] std::vector<std::string> image_extension_files(
    const std::vector<std::string>& layer_dirs);

[[nodiscard]] std::vector<std::string> extension_files(const model::function& function);

}  // namespace lambent::environment
