// One command at a time works in a build folder: CMake's and ninja's records do not survive two, as
// of two terminals or of an IDE beside `lambent watch`.
#pragma once

#include <filesystem>
#include <functional>

#include "base/error.hpp"
#include "base/fd.hpp"

namespace lambent::cli {

// The lock of a build folder, which is made where it is missing; held until it is closed, also by
// the end of the process. While another has it, `goes_on` is asked several times a second: false
// gives up.
[[nodiscard]] result<fd> lock_tree(const std::filesystem::path& folder,
                                   const std::function<bool()>& goes_on);

}  // namespace lambent::cli
