#include "oci/distribution/auth/token.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "base/base64.hpp"
#include "base/percent.hpp"
#include "oci/distribution/limits.hpp"

namespace lambent::oci::distribution {
namespace {

namespace json = boost::json;

constexpr std::string_view client_id = "lambent";

http_request refresh_request(const url& realm, const challenge& said,
                             const std::vector<std::string>& scopes, const login& who) {
  std::string scope;
  for (const std::string& each : scopes) scope += (scope.empty() ? "" : " ") + each;
  http_request out{.method = "POST", .url = to_text(realm)};
  out.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  auto add = [&](std::string_view name, std::string_view value) {
    out.body.append(out.body.empty() ? "" : "&")
        .append(name)
        .append("=")
        .append(percent_encode(value));
  };
  add("grant_type", "refresh_token");
  add("service", said.get("service"));
  add("client_id", client_id);
  add("scope", scope);
  add("refresh_token", who.identity_token);
  return out;
}

}  // namespace

http_request token_request(const url& realm, const challenge& said,
                           const std::vector<std::string>& scopes, const login* who) {
  if (who != nullptr && !who->identity_token.empty())
    return refresh_request(realm, said, scopes, *who);
  url at = realm;
  if (std::string service = said.get("service"); !service.empty())
    at = with_query(at, "service", service);
  for (const std::string& scope : scopes) at = with_query(at, "scope", scope);
  http_request out{.method = "GET", .url = to_text(at)};
  if (who != nullptr) out.headers.emplace_back("Authorization", basic_authorization(*who));
  return out;
}

result<token> parse_token_answer(std::string_view body) {
  boost::system::error_code bad;
  json::value parsed = json::parse(body, bad);
  const json::object* said = bad ? nullptr : parsed.if_object();
  if (said == nullptr) return fail("the token server's answer is no JSON object");
  token out{.text = {}, .life = limits::token_life_otherwise};
  for (std::string_view name : {"token", "access_token"}) {
    const json::value* found = said->if_contains(name);
    if (out.text.empty() && found != nullptr && found->is_string())
      out.text = std::string(found->get_string());
  }
  if (out.text.empty()) return fail("the token server's answer has no token");
  // The token goes into a header: what is no token there must not end the line.
  if (out.text.size() > limits::token_max_bytes ||
      std::ranges::any_of(out.text, [](char c) { return c <= ' ' || c > '~'; }))
    return fail("the token server's token cannot be sent");
  const json::value* life = said->if_contains("expires_in");
  if (life != nullptr && life->is_number()) {
    constexpr double longest = 365.0 * 24 * 3600;
    out.life = std::chrono::seconds(
        static_cast<std::int64_t>(std::clamp(life->to_number<double>(), 0.0, longest)));
  }
  return out;
}

std::string basic_authorization(const login& who) {
  return "Basic " + base64_encode(who.user_name + ":" + who.password);
}

}  // namespace lambent::oci::distribution
