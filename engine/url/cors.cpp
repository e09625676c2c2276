#include "engine/url/cors.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace lambent::url {
namespace {

using names = std::optional<std::vector<std::string>>;

bool has(const names& list, std::string_view text) {
  return list && std::ranges::find(*list, text) != list->end();
}

void add_joined(http::headers& to, std::string_view name, const names& list) {
  if (!list || list->empty()) return;
  std::string joined;
  for (const std::string& one : *list) {
    if (!joined.empty()) joined += ',';
    joined += one;
  }
  to.add(name, joined);
}

// What both kinds of answer say; false when the origin is not allowed.
bool add_origin(http::headers& to, const model::cors_config& cors, std::string_view origin) {
  const bool anyone = has(cors.allow_origins, "*");
  if (origin.empty() || (!anyone && !has(cors.allow_origins, origin))) return false;
  const bool credentials = cors.allow_credentials.value_or(false);
  // A browser does not send credentials to an answer for everyone.
  if (anyone && !credentials) {
    to.add("Access-Control-Allow-Origin", "*");
  } else {
    to.add("Access-Control-Allow-Origin", origin);
    to.add("Vary", "Origin");
  }
  if (credentials) to.add("Access-Control-Allow-Credentials", "true");
  return true;
}

}  // namespace

bool is_preflight(const http::request& request) {
  return request.method == "OPTIONS" && request.headers.has("Origin") &&
         request.headers.has("Access-Control-Request-Method");
}

http::response answer_preflight(const model::cors_config& cors, std::string_view origin) {
  http::response answer;
  if (!add_origin(answer.headers, cors, origin)) return answer;
  add_joined(answer.headers, "Access-Control-Allow-Methods", cors.allow_methods);
  add_joined(answer.headers, "Access-Control-Allow-Headers", cors.allow_headers);
  if (cors.max_age_s) answer.headers.add("Access-Control-Max-Age", std::to_string(*cors.max_age_s));
  return answer;
}

void add_cors(http::headers& to, const model::cors_config& cors, std::string_view origin) {
  if (add_origin(to, cors, origin))
    add_joined(to, "Access-Control-Expose-Headers", cors.expose_headers);
}

}  // namespace lambent::url
