#include "aws/sigv4/verifier.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/ascii.hpp"
#include "base/error.hpp"
#include "base/percent.hpp"
#include "base/sha256.hpp"

namespace lambent::aws::sigv4 {
namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";

template <class T>
using verified = std::expected<T, verify_failure>;

std::unexpected<verify_failure> refuse(refusal why, std::string message) {
  return std::unexpected(verify_failure{why, std::move(message)});
}

std::optional<std::string_view> find(std::span<const header> headers, std::string_view name) {
  for (const auto& [key, value] : headers)
    if (same_letters(key, name)) return value;
  return {};
}

// What Authorization or the query say, not yet believed.
struct claim {
  std::string access_key_id;
  scope in;
  std::string signed_headers;
  std::string signature;
  std::string session_token;
  sys_seconds time;
  bool presigned = false;
  std::chrono::seconds life{0};  // Of a presigned request.
};

// "AKID/20150830/us-east-1/lambda/aws4_request"; a key id may have slashes of its own.
verified<void> read_credential(std::string_view text, claim& into) {
  std::vector<std::string_view> parts;
  constexpr std::size_t scope_parts = 4;
  for (std::size_t i = 0; i < scope_parts; ++i) {
    std::size_t slash = text.rfind('/');
    if (slash == std::string_view::npos)
      return refuse(refusal::malformed, "Credential is not KEY/DATE/REGION/SERVICE/aws4_request");
    parts.push_back(text.substr(slash + 1));
    text = text.substr(0, slash);
  }
  if (parts[0] != "aws4_request" || text.empty())
    return refuse(refusal::malformed, "Credential does not end in aws4_request");
  into.access_key_id = text;
  into.in = {.date = std::string(parts[3]),
             .region = std::string(parts[2]),
             .service = std::string(parts[1])};
  return {};
}

verified<claim> read_authorization(std::string_view text, std::span<const header> headers) {
  claim said;
  if (!text.starts_with(algorithm))
    return refuse(refusal::malformed, "Authorization does not begin with AWS4-HMAC-SHA256");
  text.remove_prefix(algorithm.size());
  std::string credential;
  while (!text.empty()) {
    std::string_view part = text.substr(0, text.find(','));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    std::string_view name = part.substr(0, part.find('='));
    std::string_view value = part.substr(std::min(name.size() + 1, part.size()));
    if (name == "Credential") credential = value;
    if (name == "SignedHeaders") said.signed_headers = value;
    if (name == "Signature") said.signature = value;
  }
  if (credential.empty() || said.signed_headers.empty() || said.signature.empty())
    return refuse(refusal::malformed,
                  "Authorization needs Credential, SignedHeaders and Signature");
  TRY(read_credential(credential, said));

  auto date = find(headers, "x-amz-date");
  auto time = date ? parse_amz_date(*date) : std::nullopt;
  if (!date && (date = find(headers, "date"))) {
    time = parse_http_date(*date);
    if (!time) time = parse_amz_date(*date);
  }
  if (!time) return refuse(refusal::malformed, "X-Amz-Date is missing or not a time");
  said.time = *time;
  said.session_token = find(headers, "x-amz-security-token").value_or("");
  return said;
}

std::string query_value(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    std::string_view key = pair.substr(0, pair.find('='));
    if (percent_decode(key) == name)
      return percent_decode(pair.substr(std::min(key.size() + 1, pair.size())));
  }
  return {};
}

verified<claim> read_query(std::string_view query) {
  claim said;
  said.presigned = true;
  if (query_value(query, "X-Amz-Algorithm") != algorithm)
    return refuse(refusal::malformed, "X-Amz-Algorithm is not AWS4-HMAC-SHA256");
  TRY(read_credential(query_value(query, "X-Amz-Credential"), said));
  said.signed_headers = query_value(query, "X-Amz-SignedHeaders");
  said.signature = query_value(query, "X-Amz-Signature");
  said.session_token = query_value(query, "X-Amz-Security-Token");
  auto time = parse_amz_date(query_value(query, "X-Amz-Date"));
  if (!time) return refuse(refusal::malformed, "X-Amz-Date is missing or not a time");
  said.time = *time;
  std::string expires = query_value(query, "X-Amz-Expires");
  long long seconds = -1;
  auto [end, bad] = std::from_chars(expires.data(), expires.data() + expires.size(), seconds);
  if (bad != std::errc{} || end != expires.data() + expires.size() || seconds < 0 ||
      seconds > presigned_life_max.count())
    return refuse(refusal::malformed, "X-Amz-Expires is not between 0 and 604800 seconds");
  said.life = std::chrono::seconds(seconds);
  return said;
}

verified<void> check_time(const claim& said, sys_seconds now) {
  constexpr std::size_t date_chars = 8;
  if (amz_date(said.time).substr(0, date_chars) != said.in.date)
    return refuse(refusal::malformed, "the credential's date is not that of X-Amz-Date");
  if (said.time > now + clock_skew_max)
    return refuse(refusal::not_yet, "Signature not yet current: " + amz_date(said.time) +
                                        " is still later than " + amz_date(now + clock_skew_max) +
                                        " (" + amz_date(now) + " + 5 min.)");
  auto end = said.time + (said.presigned ? said.life : clock_skew_max);
  if (end < now)
    return refuse(refusal::expired,
                  said.presigned
                      ? "Request has expired at " + amz_date(end)
                      : "Signature expired: " + amz_date(said.time) + " is now earlier than " +
                            amz_date(now - clock_skew_max) + " (" + amz_date(now) + " - 5 min.)");
  return {};
}

verified<std::vector<header>> headers_named(std::string_view names,
                                            std::span<const header> headers) {
  std::vector<header> found;
  bool has_host = false;
  while (!names.empty()) {
    std::string_view name = names.substr(0, names.find(';'));
    names.remove_prefix(std::min(name.size() + 1, names.size()));
    has_host |= name == "host";
    std::size_t before = found.size();
    for (const header& each : headers)
      if (same_letters(each.first, name)) found.push_back(each);
    if (found.size() == before)
      return refuse(refusal::wrong, "the signed header '" + std::string(name) + "' is not there");
  }
  if (!has_host) return refuse(refusal::malformed, "Host is not among the signed headers");
  return found;
}

// The payload's part of the canonical request.
verified<std::string> payload_of(const received_request& request, const claim& said,
                                 bool& body_is_signed) {
  constexpr std::size_t hash_chars = 64;
  auto given = find(request.headers, "x-amz-content-sha256");
  bool s3_url = said.presigned && !rules_for(said.in.service).normalise;
  body_is_signed = !(given && given->size() != hash_chars) && !(s3_url && !given);
  if (!body_is_signed) return std::string(given.value_or(unsigned_payload));
  std::string hash = to_hex(sha256(request.body));
  if (given && *given != hash)
    return refuse(refusal::wrong_body, "x-amz-content-sha256 is not the SHA-256 of the body");
  return hash;
}

}  // namespace

std::expected<verified_signature, verify_failure> verify(const received_request& request,
                                                         const secret_lookup& secret_of,
                                                         sys_seconds now) {
  std::string_view path = request.target.substr(0, request.target.find('?'));
  std::string_view query = request.target.substr(std::min(path.size() + 1, request.target.size()));
  auto authorization = find(request.headers, "authorization");
  if (!authorization && query_value(query, "X-Amz-Signature").empty())
    return refuse(refusal::not_signed, "Missing Authentication Token");
  auto said =
      authorization ? read_authorization(*authorization, request.headers) : read_query(query);
  if (!said) return std::unexpected(std::move(said).error());
  auto in_time = check_time(*said, now);
  if (!in_time) return std::unexpected(std::move(in_time).error());
  auto secret = secret_of(said->access_key_id);
  if (!secret)
    return refuse(refusal::unknown_key, "The security token included in the request is invalid.");
  auto signed_headers = headers_named(said->signed_headers, request.headers);
  if (!signed_headers) return std::unexpected(std::move(signed_headers).error());

  verified_signature out;
  auto payload = payload_of(request, *said, out.body_is_signed);
  if (!payload) return std::unexpected(std::move(payload).error());
  std::string signed_query =
      said->presigned ? canonical_query(query, "X-Amz-Signature") : std::string(query);
  std::string canonical = canonical_request({.method = request.method,
                                             .path = path,
                                             .query = signed_query,
                                             .headers = *signed_headers,
                                             .payload_sha256 = *payload},
                                            rules_for(said->in.service));
  std::string expected =
      signature(*secret, said->in, string_to_sign(said->time, said->in, canonical));
  if (expected.size() != said->signature.size() ||
      CRYPTO_memcmp(expected.data(), said->signature.data(), expected.size()) != 0)
    return refuse(refusal::wrong,
                  "The request signature we calculated does not match the signature you provided. "
                  "Check your AWS Secret Access Key and signing method. Consult the service "
                  "documentation for details.");
  out.access_key_id = std::move(said->access_key_id);
  out.session_token = std::move(said->session_token);
  out.signed_for = std::move(said->in);
  out.presigned = said->presigned;
  return out;
}

}  // namespace lambent::aws::sigv4
