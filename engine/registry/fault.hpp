// The registry's errors as values, in the specification's words and shape.
// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "engine/http/message.hpp"

namespace lambent::registry {

struct fault {
  int status;
  std::string_view code;  // "BLOB_UNKNOWN": a literal.
  std::string message;
  std::string detail;     // What it is about: a digest, a name. May be empty.
  http::headers headers;  // Of the answer.

  fault(int http_status, std::string_view what, std::string text, std::string about = {})
      : status(http_status), code(what), message(std::move(text)), detail(std::move(about)) {}
  // What this machine could not do; not explicit, so that TRY hands a store's error on.
  fault(error&& why)  // NOLINT(google-explicit-constructor)
      : status(500), code("UNKNOWN"), message(std::move(why.what)) {}
};

template <class T = void>
using answer = std::expected<T, fault>;
using refusal = std::unexpected<fault>;

[[nodiscard]] refusal name_invalid(std::string_view name);
[[nodiscard]] refusal name_unknown(std::string_view name);
[[nodiscard]] refusal digest_invalid(std::string message, std::string_view digest);
[[nodiscard]] refusal blob_unknown(std::string_view digest);
[[nodiscard]] refusal manifest_unknown(std::string_view reference);
[[nodiscard]] refusal manifest_invalid(std::string message);
[[nodiscard]] refusal upload_unknown(std::string_view id);
[[nodiscard]] refusal upload_invalid(int status, std::string message);
[[nodiscard]] refusal size_invalid(int status, std::string message);
[[nodiscard]] refusal unsupported(int status, std::string message);
[[nodiscard]] refusal denied(std::string message);
[[nodiscard]] refusal too_many(std::string message);

// ECR's words.
[[nodiscard]] std::string immutable_tag_text(std::string_view repository, std::string_view tag);

// {"errors": [{"code": …, "message": …, "detail": …}]}
[[nodiscard]] http::response to_response(const fault& why);

}  // namespace lambent::registry
