// Signs requests with AWS Signature Version 4: by headers, or by a query that anyone may use until
// it expires. Pure: the time is an argument, nothing is sent.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "aws/sigv4/canonical.hpp"

namespace lambent::aws::sigv4 {

struct signing_keys {
  std::string_view access_key_id{};
  std::string_view secret_access_key{};
  std::string_view session_token{};  // Empty for keys that do not expire.
};

struct signing {
  signing_keys keys{};
  std::string_view region{};
  std::string_view service{};
  sys_seconds time{};
  path_rules rules{};  // `rules_for(service)`, unless a test wants others.
  // The few services that want the token outside of the signature get it so.
  bool token_is_signed = true;
};

// The headers that sign `request`, to be sent beside its own: X-Amz-Date, X-Amz-Security-Token
// where there is a token, Authorization.
[[nodiscard]] std::vector<header> authorization_headers(const wire_request& request,
                                                        const signing& with);

// The query that signs `request`, its own query included. AWS takes it for `valid_for`, at most
// seven days, and its payload hash is by custom UNSIGNED-PAYLOAD for S3.
[[nodiscard]] std::string presigned_query(const wire_request& request, const signing& with,
                                          std::chrono::seconds valid_for);

}  // namespace lambent::aws::sigv4
