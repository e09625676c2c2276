#include "base/cache_folder.hpp"

#include <cstdlib>

namespace lambent {

result<std::filesystem::path> cache_folder() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  const char* home = std::getenv("HOME");
  if (cache != nullptr && *cache != '\0') return std::filesystem::path(cache) / "lambent";
  if (home != nullptr && *home != '\0') return std::filesystem::path(home) / ".cache/lambent";
  return fail("find this user's cache: neither XDG_CACHE_HOME nor HOME is set");
}

}  // namespace lambent
