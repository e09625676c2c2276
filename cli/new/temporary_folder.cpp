#include "cli/new/temporary_folder.hpp"

#include <stdlib.h>

#include <string>

namespace lambent::cli {

result<temporary_folder> temporary_folder::make(const std::filesystem::path& parent,
                                                std::string_view prefix) {
  std::string name = (parent / (std::string(prefix) + "XXXXXX")).string();
  if (::mkdtemp(name.data()) == nullptr) return sys_fail("create a folder in " + parent.string());
  return temporary_folder(name);
}

temporary_folder::~temporary_folder() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace lambent::cli
