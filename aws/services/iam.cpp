#include "aws/services/iam.hpp"

#include "aws/protocol/answers.hpp"
#include "aws/protocol/query.hpp"
#include "base/percent.hpp"

namespace lambent::aws::iam {
namespace {

constexpr query_service service{"iam", "2010-05-08"};

using parameters = std::vector<name_value>;
using texts = std::expected<std::vector<std::string>, call_error>;

std::expected<xml_element, call_error> ask(client& with, std::string_view action,
                                           const parameters& input, repeat how) {
  response answer = TRY(with.call(query_request(service, action, input, how)));
  return read_query_answer(answer, action);
}

done tell(client& with, std::string_view action, const parameters& input, repeat how) {
  TRY(ask(with, action, input, how));
  return {};
}

role read_role(const xml_element& said) {
  return {.name = std::string(said.at("Role/RoleName")),
          .arn = std::string(said.at("Role/Arn")),
          .path = std::string(said.at("Role/Path")),
          .trust_policy = percent_decode(said.at("Role/AssumeRolePolicyDocument"))};
}

// All pages of a list; `member` is where the text is in each of its elements, itself when empty.
texts list_all(client& with, std::string_view action, parameters input, std::string_view list,
               std::string_view member) {
  std::vector<std::string> all;
  for (int page = 0; page < limits::pages_max; ++page) {
    xml_element said = TRY(ask(with, action, input, repeat::safe));
    for (const xml_element& each : said.list(list)) all.emplace_back(each.at(member));
    if (said.at("IsTruncated") != "true") return all;
    std::erase_if(input, [](const name_value& each) { return each.first == "Marker"; });
    input.emplace_back("Marker", said.at("Marker"));
  }
  return too_many_pages(list);
}

}  // namespace

std::expected<role, call_error> get_role(client& with, const std::string& name) {
  xml_element said = TRY(ask(with, "GetRole", {{"RoleName", name}}, repeat::safe));
  return read_role(said);
}

std::expected<role, call_error> create_role(client& with, const create_role_input& input) {
  parameters asked{{"RoleName", input.name}, {"AssumeRolePolicyDocument", input.trust_policy}};
  if (!input.description.empty()) asked.emplace_back("Description", input.description);
  int number = 0;
  for (const auto& [key, value] : input.tags) {
    std::string member = "Tags.member." + std::to_string(++number);
    asked.emplace_back(member + ".Key", key);
    asked.emplace_back(member + ".Value", value);
  }
  xml_element said = TRY(ask(with, "CreateRole", asked, repeat::never));
  return read_role(said);
}

done delete_role(client& with, const std::string& name) {
  return tell(with, "DeleteRole", {{"RoleName", name}}, repeat::never);
}

texts list_attached_role_policies(client& with, const std::string& role) {
  return list_all(with, "ListAttachedRolePolicies", {{"RoleName", role}}, "AttachedPolicies",
                  "PolicyArn");
}

done attach_role_policy(client& with, const std::string& role, const std::string& policy_arn) {
  return tell(with, "AttachRolePolicy", {{"RoleName", role}, {"PolicyArn", policy_arn}},
              repeat::safe);
}

done detach_role_policy(client& with, const std::string& role, const std::string& policy_arn) {
  return tell(with, "DetachRolePolicy", {{"RoleName", role}, {"PolicyArn", policy_arn}},
              repeat::never);
}

texts list_role_policies(client& with, const std::string& role) {
  return list_all(with, "ListRolePolicies", {{"RoleName", role}}, "PolicyNames", "");
}

done put_role_policy(client& with, const std::string& role, const std::string& name,
                     const std::string& policy) {
  return tell(with, "PutRolePolicy",
              {{"RoleName", role}, {"PolicyName", name}, {"PolicyDocument", policy}}, repeat::safe);
}

done delete_role_policy(client& with, const std::string& role, const std::string& name) {
  return tell(with, "DeleteRolePolicy", {{"RoleName", role}, {"PolicyName", name}}, repeat::never);
}

}  // namespace lambent::aws::iam
