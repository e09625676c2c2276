// The headers that say who asks. The credential scope is real, so that an engine can take account
// and region from it; the signature is zeros, which our engine accepts and AWS refuses. The signer
// for real AWS belongs into aws/ and replaces this one function.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace lambent::cli {

// `unix_time_s` is the time of the request; the access key is AWS_ACCESS_KEY_ID, else "test".
[[nodiscard]] std::vector<std::pair<std::string, std::string>> authorization_headers(
    const std::string& region, long long unix_time_s);

}  // namespace lambent::cli
