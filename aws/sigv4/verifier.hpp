// Checks what the signer makes: whose key signed this request, for which region and service, and
// when. For a server that speaks as AWS does. Pure: the time is an argument.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "aws/sigv4/canonical.hpp"

namespace lambent::aws::sigv4 {

// As it came in. Views must outlive the call.
struct received_request {
  std::string_view method{};
  std::string_view target{};          // Path and query as on the request line.
  std::span<const header> headers{};  // All of them, names in any case.
  std::string_view body{};
};

struct verified_signature {
  std::string access_key_id{};
  std::string session_token{};  // As sent; whether it belongs to the key is the caller's to judge.
  scope signed_for{};
  bool presigned = false;
  bool body_is_signed = true;  // False for UNSIGNED-PAYLOAD and S3's chunked uploads.
};

enum class refusal : std::uint8_t {
  not_signed,   // AWS: MissingAuthenticationTokenException.
  malformed,    // AWS: IncompleteSignatureException.
  unknown_key,  // AWS: UnrecognizedClientException, InvalidClientTokenId.
  expired,      // AWS: InvalidSignatureException, RequestTimeTooSkewed.
  not_yet,      // The same, of a clock that is ahead.
  wrong_body,   // S3: XAmzContentSHA256Mismatch.
  wrong,        // AWS: InvalidSignatureException, SignatureDoesNotMatch.
};

struct verify_failure {
  refusal why = refusal::wrong;
  std::string message{};
};

// The secret of an access key id; empty when there is no such key.
using secret_lookup = std::function<std::optional<std::string>(std::string_view access_key_id)>;

// How far a signature's time may be from the server's; AWS takes five minutes.
constexpr std::chrono::seconds clock_skew_max{300};
// The longest life of a presigned URL, AWS's own.
constexpr std::chrono::seconds presigned_life_max{604'800};

[[nodiscard]] std::expected<verified_signature, verify_failure> verify(
    const received_request& request, const secret_lookup& secret_of, sys_seconds now);

}  // namespace lambent::aws::sigv4
