#include "engine/url/authorization.hpp"
#include "base/ascii.hpp"
#include "base/hex.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace lambent::url {
namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";

struct signature {
  std::string_view credential, signed_headers, value, date;
};

bool digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool hexadecimal(std::string_view text) { return text.size() == 64 && is_lower_hex(text); }

// "20260101T120000Z"
bool timestamp(std::string_view text) {
  return text.size() == 16 && digits(text.substr(0, 8)) && text[8] == 'T' &&
         digits(text.substr(9, 6)) && text[15] == 'Z';
}

// "AKID/20260101/us-east-1/lambda/aws4_request"; the access key when all five parts are there.
std::optional<std::string_view> key_of(std::string_view credential, std::string_view date) {
  std::array<std::string_view, 5> scope;
  for (std::size_t i = 0; i < scope.size(); ++i) {
    const std::size_t slash = credential.find('/');
    if ((slash == std::string_view::npos) != (i + 1 == scope.size())) return std::nullopt;
    scope[i] = credential.substr(0, slash);
    credential.remove_prefix(std::min(scope[i].size() + 1, credential.size()));
  }
  const bool good = !scope[0].empty() && scope[1].size() == 8 && date.starts_with(scope[1]) &&
                    !scope[2].empty() && scope[3] == "lambda" && scope[4] == "aws4_request";
  return good ? std::optional(scope[0]) : std::nullopt;
}

// SignedHeaders: "host;x-amz-date".
bool signs_host(std::string_view names) {
  while (!names.empty()) {
    std::string_view name = names.substr(0, names.find(';'));
    if (name == "host") return true;
    names.remove_prefix(std::min(name.size() + 1, names.size()));
  }
  return false;
}

std::optional<std::string> checked(const signature& s) {
  auto key = key_of(s.credential, s.date);
  if (!key || !timestamp(s.date) || !signs_host(s.signed_headers) || !hexadecimal(s.value))
    return std::nullopt;
  return std::string(*key);
}

signature read_header(std::string_view fields) {
  signature s;
  while (!fields.empty()) {
    std::string_view field = fields.substr(0, fields.find(','));
    fields.remove_prefix(std::min(field.size() + 1, fields.size()));
    field = trimmed(field);
    const std::size_t equals = std::min(field.find('='), field.size());
    std::string_view name = field.substr(0, equals);
    std::string_view value = field.substr(std::min(equals + 1, field.size()));
    if (name == "Credential") s.credential = value;
    if (name == "SignedHeaders") s.signed_headers = value;
    if (name == "Signature") s.value = value;
  }
  return s;
}

}  // namespace

std::optional<std::string> signer_of(const http::request& request) {
  std::string_view header = request.headers.get("Authorization");
  if (header.starts_with(algorithm) && header.substr(algorithm.size()).starts_with(' ')) {
    signature s = read_header(header.substr(algorithm.size()));
    s.date = request.headers.get("X-Amz-Date");
    return checked(s);
  }
  http::target target = http::parse_target(request.target);
  if (target.get("X-Amz-Algorithm") != algorithm) return std::nullopt;
  std::string_view expires = target.get("X-Amz-Expires");
  if (expires.empty() || !digits(expires)) return std::nullopt;
  return checked({target.get("X-Amz-Credential"), target.get("X-Amz-SignedHeaders"),
                  target.get("X-Amz-Signature"), target.get("X-Amz-Date")});
}

}  // namespace lambent::url
