#include "aws/services/sts.hpp"

#include "aws/protocol/answers.hpp"
#include "aws/protocol/query.hpp"

namespace lambent::aws::sts {
namespace {

constexpr query_service service{"sts", "2011-06-15"};

}  // namespace

std::expected<caller_identity, call_error> get_caller_identity(client& with) {
  response answer = TRY(with.call(query_request(service, "GetCallerIdentity", {}, repeat::safe)));
  xml_element said = TRY(read_query_answer(answer, "GetCallerIdentity"));
  return caller_identity{.account = std::string(said.at("Account")),
                         .arn = std::string(said.at("Arn")),
                         .user_id = std::string(said.at("UserId"))};
}

request assume_role_request(const assume_role_input& input) {
  std::vector<name_value> asked{{"RoleArn", input.role_arn},
                                {"RoleSessionName", input.session_name}};
  if (!input.external_id.empty()) asked.emplace_back("ExternalId", input.external_id);
  if (input.duration.count() > 0)
    asked.emplace_back("DurationSeconds", std::to_string(input.duration.count()));
  return query_request(service, "AssumeRole", asked, repeat::safe);
}

request web_identity_request(const web_identity_input& input) {
  request out = query_request(service, "AssumeRoleWithWebIdentity",
                              {{"RoleArn", input.role_arn},
                               {"RoleSessionName", input.session_name},
                               {"WebIdentityToken", input.token}},
                              repeat::safe);
  out.sign = false;
  return out;
}

std::expected<credentials, call_error> read_credentials(const response& answer,
                                                        std::string_view action) {
  xml_element said = TRY(read_query_answer(answer, action));
  credentials keys{.access_key_id = std::string(said.at("Credentials/AccessKeyId")),
                   .secret_access_key = std::string(said.at("Credentials/SecretAccessKey")),
                   .session_token = std::string(said.at("Credentials/SessionToken")),
                   .expires = parse_rfc3339(said.at("Credentials/Expiration"))};
  if (keys.access_key_id.empty() || keys.secret_access_key.empty())
    return unreadable(answer, "it has no credentials");
  return keys;
}

std::expected<credentials, call_error> assume_role(client& with, const assume_role_input& input) {
  response answer = TRY(with.call(assume_role_request(input)));
  return read_credentials(answer, "AssumeRole");
}

std::expected<credentials, call_error> assume_role_with_web_identity(
    client& with, const web_identity_input& input) {
  response answer = TRY(with.call(web_identity_request(input)));
  return read_credentials(answer, "AssumeRoleWithWebIdentity");
}

}  // namespace lambent::aws::sts
