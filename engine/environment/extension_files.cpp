#include "engine/environment/extension_files.hpp"

#include <algorithm>
#include <filesystem>

#include "engine/extensions/roster.hpp"

namespace lambent::environment {

std::vector<std::string> extension_files(const std::string& opt_dir) {
  std::vector<std::string> names;
  if (opt_dir.empty()) return names;
  std::error_code ec;
  std::filesystem::directory_iterator each(std::filesystem::path(opt_dir) / "extensions", ec);
  for (; !ec && each != std::filesystem::directory_iterator(); each.increment(ec)) {
    std::error_code unknown;
    if (!std::filesystem::is_directory(each->symlink_status(unknown)))
      names.push_back(each->path().filename().string());
  }
  std::ranges::sort(names);
  if (names.size() > extensions::extensions_max + 1) names.resize(extensions::extensions_max + 1);
  return names;
}

}  // namespace lambent::environment
