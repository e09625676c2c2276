// What a registry said when it said no, for people: its JSON errors, and what can be done.
// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "oci/distribution/transport.hpp"

namespace lambent::oci::distribution {

struct registry_error {
  std::string code, message, detail;  // "BLOB_UNKNOWN"; the others may be empty.
};

// At most limits::errors_max; none where the body is not the specification's.
[[nodiscard]] std::vector<registry_error> parse_errors(std::string_view body);

// "the registry answered 404: MANIFEST_UNKNOWN: manifest unknown". The error's code is ENOENT for
// 404, EACCES for 401 and 403, and else 0.
[[nodiscard]] error refusal(const http_answer& answer);

// Whether the answer has that code among its errors.
[[nodiscard]] bool says(const http_answer& answer, std::string_view code);

}  // namespace lambent::oci::distribution
