#include "aws/transport/curl_library.hpp"

#include <dlfcn.h>

#include <string>

namespace lambent::aws {
namespace {

// The interface that curl.h describes; libcurl has kept it since 2006.
constexpr const char* file = "libcurl.so.4";

error why_not(const std::string& reason) {
  return {"load libcurl: " + reason, 0, "apt-get install libcurl4"};
}

template <class Function>
bool find(void* library, const char* name, Function& out) {
  out = reinterpret_cast<Function>(::dlsym(library, name));
  return out != nullptr;
}

result<curl_library> load() {
  void* library = ::dlopen(file, RTLD_NOW | RTLD_LOCAL);
  const char* reason = ::dlerror();
  if (library == nullptr) return std::unexpected(why_not(reason));
  curl_library out;
  bool complete =
      find(library, "curl_easy_init", out.easy_init) &&
      find(library, "curl_easy_cleanup", out.easy_cleanup) &&
      find(library, "curl_easy_reset", out.easy_reset) &&
      find(library, "curl_easy_setopt", out.easy_setopt) &&
      find(library, "curl_easy_getinfo", out.easy_getinfo) &&
      find(library, "curl_easy_perform", out.easy_perform) &&
      find(library, "curl_easy_strerror", out.easy_strerror) &&
      find(library, "curl_slist_append", out.slist_append) &&
      find(library, "curl_slist_free_all", out.slist_free_all) &&
      find(library, "curl_url", out.url) && find(library, "curl_url_cleanup", out.url_cleanup) &&
      find(library, "curl_url_set", out.url_set) && find(library, "curl_url_get", out.url_get) &&
      find(library, "curl_url_strerror", out.url_strerror) && find(library, "curl_free", out.free);
  if (!complete) return std::unexpected(why_not(::dlerror()));
  return out;
}

}  // namespace

result<const curl_library*> load_curl() {
  static const result<curl_library> loaded = load();
  if (!loaded) return std::unexpected(loaded.error());
  return &*loaded;
}

}  // namespace lambent::aws
