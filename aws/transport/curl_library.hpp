// libcurl, loaded when the first request is sent: with what it needs it is two thirds of the shared
// libraries of the command line, and the commands that do not ask AWS start without it.
#pragma once

#include <curl/curl.h>

#include "base/error.hpp"

namespace lambent::aws {

// The functions that the transport uses, by libcurl's names without "curl_".
struct curl_library {
  decltype(&::curl_easy_init) easy_init = nullptr;
  decltype(&::curl_easy_cleanup) easy_cleanup = nullptr;
  decltype(&::curl_easy_reset) easy_reset = nullptr;
  decltype(&::curl_easy_setopt) easy_setopt = nullptr;
  decltype(&::curl_easy_getinfo) easy_getinfo = nullptr;
  decltype(&::curl_easy_perform) easy_perform = nullptr;
  decltype(&::curl_easy_strerror) easy_strerror = nullptr;
  decltype(&::curl_slist_append) slist_append = nullptr;
  decltype(&::curl_slist_free_all) slist_free_all = nullptr;
  decltype(&::curl_url) url = nullptr;
  decltype(&::curl_url_cleanup) url_cleanup = nullptr;
  decltype(&::curl_url_set) url_set = nullptr;
  decltype(&::curl_url_get) url_get = nullptr;
  decltype(&::curl_url_strerror) url_strerror = nullptr;
  decltype(&::curl_free) free = nullptr;
};

// Loaded once, and never given back; an error says what is to be installed. From any thread.
[[nodiscard]] result<const curl_library*> load_curl();

}  // namespace lambent::aws
