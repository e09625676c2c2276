// S3's errors as values, and what it says in one place. Texts are recorded from AWS's answers
// unless a line says "ours".
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"

namespace lambent::companions::s3 {

struct fault {
  std::string code;  // "NoSuchKey"
  std::string message;
  int status;
  // What the error's element has beside code and message: {"Key", "a/b"}.
  std::vector<std::pair<std::string, std::string>> details;

  fault(std::string what, std::string text, int http_status,
        std::vector<std::pair<std::string, std::string>> more = {})
      : code(std::move(what)),
        message(std::move(text)),
        status(http_status),
        details(std::move(more)) {}
  // What this machine could not do; not explicit, so that TRY hands a store's error on.
  fault(error why)  // NOLINT(google-explicit-constructor)
      : fault("InternalError", std::move(why.what), 500) {}
};

template <class T = void>
using answer = std::expected<T, fault>;
using refusal = std::unexpected<fault>;

[[nodiscard]] refusal no_such_bucket(std::string_view bucket);
[[nodiscard]] refusal no_such_key(std::string_view key);
[[nodiscard]] refusal no_such_version(std::string_view key, std::string_view version);
[[nodiscard]] refusal no_such_upload(std::string_view upload);
[[nodiscard]] refusal access_denied();
[[nodiscard]] refusal bucket_exists_elsewhere(std::string_view bucket);
[[nodiscard]] refusal bucket_exists(std::string_view bucket);
[[nodiscard]] refusal bucket_not_empty(std::string_view bucket, bool versioned);
[[nodiscard]] refusal invalid_bucket_name(std::string_view bucket);
[[nodiscard]] refusal key_too_long(std::size_t bytes);
[[nodiscard]] refusal malformed_xml();
[[nodiscard]] refusal invalid_argument(std::string message, std::string_view name,
                                       std::string_view value);
[[nodiscard]] refusal invalid_request(std::string message);
[[nodiscard]] refusal precondition_failed(std::string_view condition);
[[nodiscard]] refusal invalid_range(std::string_view range, std::uint64_t size);
[[nodiscard]] refusal method_not_allowed(std::string_view method, std::string_view resource);
[[nodiscard]] refusal bad_digest(std::string_view algorithm);
[[nodiscard]] refusal entity_too_large(std::uint64_t size, std::uint64_t most);
[[nodiscard]] refusal incomplete_body();
[[nodiscard]] refusal metadata_too_large();
[[nodiscard]] refusal not_implemented(std::string_view what);

}  // namespace lambent::companions::s3
