// The canonical form of a request, on which both sides of AWS Signature Version 4 must agree, and
// the signature of it. Pure: the time is an argument.
// "Create a signed AWS API request", docs.aws.amazon.com/IAM/latest/UserGuide.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "aws/sigv4/dates.hpp"

namespace lambent::aws::sigv4 {

using header = std::pair<std::string, std::string>;

// S3 takes a path as it is; all others sign the normalised path, encoded once more.
struct path_rules {
  bool normalise = true;     // Dot segments and empty ones are resolved.
  bool encode_again = true;  // The path on the wire is encoded already; '%' becomes "%25".
};
[[nodiscard]] path_rules rules_for(std::string_view service);

// A request as it is on the wire. Views must outlive the call they are given to.
struct wire_request {
  std::string_view method{};
  std::string_view path{};            // As on the request line, without the query.
  std::string_view query{};           // As on the request line, without '?'.
  std::span<const header> headers{};  // Those to sign, in any order and case; Host is one.
  std::string_view payload_sha256{};  // Hexadecimal, or one of S3's words in its place.
};

// For requests whose body is not part of the signature.
constexpr std::string_view unsigned_payload = "UNSIGNED-PAYLOAD";

[[nodiscard]] std::string canonical_path(std::string_view path, path_rules rules);
// Decoded, encoded in the one way that AWS takes, and sorted. `leave_out` is a name to drop.
[[nodiscard]] std::string canonical_query(std::string_view query, std::string_view leave_out = {});
[[nodiscard]] std::string signed_header_names(
    std::span<const header> headers);  // "host;x-amz-date"
[[nodiscard]] std::string canonical_request(const wire_request& request, path_rules rules);

struct scope {
  std::string date{};  // "20150830".
  std::string region{};
  std::string service{};

  [[nodiscard]] std::string text() const;  // "20150830/us-east-1/lambda/aws4_request".
};

[[nodiscard]] std::string string_to_sign(sys_seconds time, const scope& in,
                                         std::string_view canonical_request);
// 64 lower-case hexadecimal digits.
[[nodiscard]] std::string signature(std::string_view secret_access_key, const scope& in,
                                    std::string_view string_to_sign);

}  // namespace lambent::aws::sigv4
