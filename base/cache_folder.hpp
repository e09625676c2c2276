#pragma once

#include <filesystem>

#include "base/error.hpp"

namespace lambent {

// ${XDG_CACHE_HOME:-~/.cache}/lambent: what can be made again.
[[nodiscard]] result<std::filesystem::path> cache_folder();

}  // namespace lambent
