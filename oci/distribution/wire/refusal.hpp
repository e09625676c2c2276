// What a registry said when it said no, for people: its JSON errors, and what can be done.
// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes
#pragma once

#include <cerrno>
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

// Codes of errors that are a registry's answer. Files give neither, so that one that is missing or
// closed on this machine is not told as the registry's.
inline constexpr int registry_has_not = ENODATA;       // 404
inline constexpr int registry_refuses = EKEYREJECTED;  // 401, 403

// "the registry answered 404: MANIFEST_UNKNOWN: manifest unknown". The error's code is one of the
// above, or 0.
[[nodiscard]] error refusal(const http_answer& answer);

// Whether the answer has that code among its errors.
[[nodiscard]] bool says(const http_answer& answer, std::string_view code);

}  // namespace lambent::oci::distribution
