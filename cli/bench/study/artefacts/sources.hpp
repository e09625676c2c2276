// Where the study's functions come from, and the copy that is built: an installation may belong to
// somebody else, and a source tree is not to be filled with builds.
#pragma once

#include <filesystem>
#include <string>

#include "base/error.hpp"

namespace lambent::cli::studying {

/// The folder with pi-cpp, pi-rust and pi-js in it: `given`, or where `given` is empty that of this
/// program's installation, else of the source tree that it was built from.
[[nodiscard]] result<std::filesystem::path> find_sources(const std::string& given);

/// ${XDG_CACHE_HOME:-~/.cache}/lambent/study
[[nodiscard]] result<std::filesystem::path> work_folder();

/// Copies the functions' folders. A file that is the same stays as it is, so that it is not
/// compiled again; what builds left beside the sources, here or there, is not touched.
[[nodiscard]] result<> mirror_sources(const std::filesystem::path& from,
                                      const std::filesystem::path& to);

}  // namespace lambent::cli::studying
