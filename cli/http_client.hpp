// One HTTP request and its answer, over libcurl as transport only: no redirects, no retries, no
// signing, no proxy on the way to this machine. Blocking.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"

namespace lambent::cli {

struct http_request {
  std::string method = "POST";
  std::string url{};
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string body{};
};

struct http_response {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // Names in lower case.
  std::string body;

  [[nodiscard]] std::string_view header(std::string_view lower_case_name) const;
};

struct http_error {
  lambent::error error;
  bool unreachable = false;  // No connection came about, so nothing was sent.
};

[[nodiscard]] std::expected<http_response, http_error> send(const http_request& request);

}  // namespace lambent::cli
