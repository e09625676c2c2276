// URLs as registries hand them out: where an upload goes on, where a blob really lies. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"

namespace lambent::oci::distribution {

struct url {
  std::string scheme;  // "http" or "https".
  std::string host;    // Lower case, an IPv6 address in brackets.
  std::string port;    // Digits; empty: the scheme's own.
  std::string target;  // Path and query as they are; begins with '/'.

  bool operator==(const url&) const = default;
};

// An http or https URL without user and password. A fragment is left away.
[[nodiscard]] result<url> parse_url(std::string_view text);
[[nodiscard]] std::string to_text(const url&);

// What `reference` means in an answer to a request to `base` (RFC 3986, 5.2).
[[nodiscard]] result<url> resolve(const url& base, std::string_view reference);

// The same scheme, host and port: who may see the same credentials.
[[nodiscard]] bool same_origin(const url&, const url&);

// With "name=value" added to the query; the value is percent-encoded.
[[nodiscard]] url with_query(url, std::string_view name, std::string_view value);

}  // namespace lambent::oci::distribution
