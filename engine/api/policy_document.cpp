#include "engine/api/policy_document.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "base/json_string.hpp"
#include "engine/model/limits.hpp"
#include "engine/model/pattern.hpp"

namespace lambent::api {
namespace {

namespace json = boost::json;

// "s3.amazonaws.com"; Alexa's principals end in amazon.com.
bool service(std::string_view principal) {
  return principal.ends_with(".amazonaws.com") || principal.ends_with(".amazonaws.com.cn") ||
         (principal.starts_with("alexa-") && principal.ends_with(".amazon.com"));
}

// "arn:aws:iam::123456789012:user/u", and STS's assumed roles.
bool identity(std::string_view principal) {
  if (!model::patterns::source_arn.matches(principal)) return false;
  std::string_view after_partition = principal.substr(principal.find(':', 4) + 1);
  return after_partition.starts_with("iam:") || after_partition.starts_with("sts:");
}

json::value principal_of(std::string_view principal) {
  if (principal == "*") return json::string("*");
  if (service(principal)) return json::object{{"Service", principal}};
  if (model::patterns::account_id.matches(principal))
    return json::object{{"AWS", "arn:aws:iam::" + std::string(principal) + ":root"}};
  return json::object{{"AWS", principal}};
}

void add_given(json::object& out, std::string_view name, std::string_view value) {
  if (!value.empty()) out[name] = value;
}

json::object conditions_of(const model::policy_statement& s) {
  json::object equal, like, flags;
  add_given(equal, "AWS:SourceAccount", s.source_account);
  if (s.function_url_auth_type)
    equal["lambda:FunctionUrlAuthType"] =
        *s.function_url_auth_type == model::url_auth_type::none ? "NONE" : "AWS_IAM";
  add_given(equal, "aws:PrincipalOrgID", s.principal_org_id);
  add_given(equal, "lambda:EventSourceToken", s.event_source_token);
  add_given(like, "AWS:SourceArn", s.source_arn);
  if (s.invoked_via_function_url) flags["lambda:InvokedViaFunctionUrl"] = "true";
  json::object out;
  if (!equal.empty()) out["StringEquals"] = std::move(equal);
  if (!like.empty()) out["ArnLike"] = std::move(like);
  if (!flags.empty()) out["Bool"] = std::move(flags);
  return out;
}

}  // namespace

bool valid_principal(std::string_view principal) {
  return principal == "*" || service(principal) || model::patterns::account_id.matches(principal) ||
         identity(principal);
}

std::string statement_json(const model::policy_statement& statement, std::string_view resource) {
  json::object out;
  out["Sid"] = statement.sid;
  out["Effect"] = "Allow";
  out["Principal"] = principal_of(statement.principal);
  out["Action"] = statement.action;
  out["Resource"] = resource;
  if (auto conditions = conditions_of(statement); !conditions.empty())
    out["Condition"] = std::move(conditions);
  return json::serialize(out);
}

std::string policy_json(const model::resource_policy& policy, std::string_view resource) {
  std::string out = R"({"Version":"2012-10-17","Id":"default","Statement":[)";
  for (const auto& statement : policy.statements) {
    if (&statement != &policy.statements.front()) out += ',';
    out += statement_json(statement, resource);
  }
  return out + "]}";
}

std::string shown_policy(const model::resource_policy& policy, std::string_view resource) {
  return "{\"Policy\":" + json_string(policy_json(policy, resource)) +
         ",\"RevisionId\":" + json_string(policy.revision_id) + "}";
}

model::answer<std::string> add_statement(model::resource_policy& to,
                                         model::policy_statement statement,
                                         std::string_view resource) {
  constexpr auto most = model::limits::policy_max_bytes;
  if (std::ranges::find(to.statements, statement.sid, &model::policy_statement::sid) !=
      to.statements.end())
    return model::refuse(model::error_code::resource_conflict,
                         "The statement id (" + statement.sid +
                             ") provided already exists. Please provide a new statement id, or "
                             "remove the existing statement.");
  std::string shown = statement_json(statement, resource);
  to.statements.push_back(std::move(statement));
  if (auto size = policy_json(to, resource).size(); size > most)
    return model::refuse(model::error_code::policy_length_exceeded,
                         "The final policy size (" + std::to_string(size) +
                             ") is bigger than the limit (" + std::to_string(most) + ").");
  return shown;
}

model::answer<std::size_t> find_statement(const model::resource_policy& policy,
                                          std::string_view sid) {
  auto found = std::ranges::find(policy.statements, sid, &model::policy_statement::sid);
  if (found == policy.statements.end())
    return model::refuse(model::error_code::resource_not_found,
                         "Statement " + std::string(sid) + " is not found in resource policy.");
  return static_cast<std::size_t>(found - policy.statements.begin());
}

}  // namespace lambent::api
