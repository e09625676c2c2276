#include "engine/companions/iam/policy_document.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <optional>

namespace lambent::companions::iam {
namespace {

namespace json = boost::json;

std::optional<json::object> read_object(std::string_view text) {
  json::error_code failed;
  json::value parsed = json::parse(text, failed);
  if (failed || !parsed.is_object()) return std::nullopt;
  return std::move(parsed.get_object());
}

// A member that may be one value or a list of them.
std::vector<const json::value*> one_or_many(const json::object& in, std::string_view name) {
  const json::value* value = in.if_contains(name);
  if (value == nullptr) return {};
  if (!value->is_array()) return {value};
  std::vector<const json::value*> all;
  for (const auto& one : value->get_array()) all.push_back(&one);
  return all;
}

// Without the white space between the tokens; inside strings it counts.
std::size_t measured(std::string_view text) {
  std::size_t count = 0;
  bool in_string = false, escaped = false;
  for (char c : text) {
    bool space = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (in_string || !space) ++count;
    if (escaped) {
      escaped = false;
    } else if (in_string && c == '\\') {
      escaped = true;
    } else if (c == '"') {
      in_string = !in_string;
    }
  }
  return count;
}

answer<> check_statement(const json::value* value, document_kind kind) {
  const json::object* statement = value->if_object();
  if (statement == nullptr) return malformed("Syntax errors in policy.");
  auto has = [&](std::string_view name) { return statement->contains(name); };
  if (const auto* effect = statement->if_contains("Effect");
      effect == nullptr || (*effect != "Allow" && *effect != "Deny"))
    return malformed("Syntax errors in policy.");
  if (!has("Action") && !has("NotAction"))
    return malformed("Policy statement must contain actions.");
  bool principal = has("Principal") || has("NotPrincipal");
  bool resource = has("Resource") || has("NotResource");
  if (kind == document_kind::trust) {
    if (resource) return malformed("Has prohibited field Resource");
    if (!principal) return malformed("Missing required field Principal");
    return {};
  }
  if (principal) return malformed("Policy document should not specify a principal.");
  if (!resource) return malformed("Policy statement must contain resources.");
  return {};
}

bool names_lambda(const json::value& principal) {
  if (principal == "*") return true;
  const json::object* by_type = principal.if_object();
  if (by_type == nullptr) return false;
  for (const json::value* service : one_or_many(*by_type, "Service"))
    if (*service == "lambda.amazonaws.com" || *service == "*") return true;
  return false;
}

}  // namespace

answer<std::size_t> check_document(std::string_view text, document_kind kind) {
  auto document = read_object(text);
  if (!document) return malformed("This policy contains invalid Json");
  auto statements = one_or_many(*document, "Statement");
  if (statements.empty()) return malformed("Syntax errors in policy.");
  for (const json::value* statement : statements) TRY(check_statement(statement, kind));
  return measured(text);
}

bool trusts_lambda(std::string_view trust_policy) {
  auto document = read_object(trust_policy);
  if (!document) return true;
  for (const json::value* value : one_or_many(*document, "Statement")) {
    const json::object* statement = value->if_object();
    if (statement == nullptr || !statement->contains("Effect") ||
        statement->at("Effect") != "Allow" || !statement->contains("Principal"))
      continue;
    bool assumes = std::ranges::any_of(one_or_many(*statement, "Action"), [](const auto* action) {
      return *action == "sts:AssumeRole" || *action == "sts:*" || *action == "*";
    });
    if (assumes && names_lambda(statement->at("Principal"))) return true;
  }
  return false;
}

}  // namespace lambent::companions::iam
