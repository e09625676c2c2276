#include "engine/companions/sts/web_identity.hpp"

#include <boost/json.hpp>

#include "base/base64.hpp"

namespace lambent::companions::sts {
namespace {

namespace json = boost::json;

// RFC 7515 section 2: base64 with other letters and without padding.
std::optional<std::string> base64url_decode(std::string_view text) {
  std::string usual(text);
  for (char& c : usual) {
    if (c == '-') c = '+';
    if (c == '_') c = '/';
  }
  while (usual.size() % 4 != 0) usual += '=';
  return base64_decode(usual);
}

std::string text_of(const json::object& claims, std::string_view name) {
  const json::value* value = claims.if_contains(name);
  if (value != nullptr && value->is_array() && !value->get_array().empty())
    value = &value->get_array().front();
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

}  // namespace

std::optional<web_identity> read_web_identity(std::string_view token) {
  auto first = token.find('.');
  auto second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  auto payload = base64url_decode(token.substr(first + 1, second - first - 1));
  if (!payload) return std::nullopt;
  json::error_code failed;
  json::value parsed = json::parse(*payload, failed);
  if (failed || !parsed.is_object()) return std::nullopt;
  const json::object& claims = parsed.get_object();
  web_identity read{text_of(claims, "sub"), text_of(claims, "aud"), text_of(claims, "iss")};
  if (read.subject.empty()) return std::nullopt;
  if (auto scheme = read.issuer.find("://"); scheme != std::string::npos)
    read.issuer.erase(0, scheme + 3);
  return read;
}

}  // namespace lambent::companions::sts
