#include "base/temporary_folder.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <string>

namespace lambent {

result<fd> unnamed_file(const std::filesystem::path& folder) {
  fd file(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
  if (file) return file;
  // Not every file system knows that.
  std::string name = (folder / "lambent-XXXXXX").string();
  file.reset(::mkostemp(name.data(), O_CLOEXEC));
  if (!file) return sys_fail("create a file in " + folder.string());
  ::unlink(name.c_str());
  return file;
}

result<temporary_folder> temporary_folder::make(const std::filesystem::path& parent,
                                                std::string_view prefix) {
  std::string name = (parent / (std::string(prefix) + "XXXXXX")).string();
  if (::mkdtemp(name.data()) == nullptr) return sys_fail("create a folder in " + parent.string());
  return temporary_folder(name);
}

result<temporary_folder> temporary_folder::make(std::string_view prefix) {
  std::error_code ec;
  std::filesystem::path parent = std::filesystem::temp_directory_path(ec);
  if (ec) return sys_fail("find a folder for temporary files", ec.value());
  return make(parent, prefix);
}

temporary_folder::~temporary_folder() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace lambent
