// Amazon Cognito: the Lambda triggers of user pools, and the sync trigger of identity pools.
//
//   lambent::run([](lambent::events::cognito::pre_sign_up event) {
//     event.response.auto_confirm_user =
//     event.request.user_attributes["email"].ends_with("@us.example"); return event;
//   });
//
// A trigger returns the event it was given, with `response` filled in. A failure refuses what the
// user wanted, and its message is what the user is told.
#pragma once

#include <lambent/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lambent::events::cognito {

/// User attributes, metadata, parameters: all values are strings, also "true" and numbers.
using string_map = std::map<std::string, std::string>;

/// Which application asks.
struct caller_context {
  std::string aws_sdk_version;
  std::string client_id;  ///< The app client's id.
  json::unknown_members other;
};
LAMBENT_JSON_AS(caller_context, style::camel_case | style::defaults, aws_sdk_version, client_id,
                other);

/// What all triggers of a user pool have around their request and response; Request names its
/// response.
/// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
template <class Request>
struct trigger {
  std::string version;         ///< "1"; of a pre token generation also "2" and "3".
  std::string trigger_source;  ///< What happened, such as "PreSignUp_AdminCreateUser".
  std::string region;
  std::string user_pool_id;
  /// Missing where no user takes part: a machine's client-credentials grant.
  std::optional<std::string> user_name;
  cognito::caller_context caller_context;
  Request request;
  typename Request::response_type response;
  json::unknown_members other;
};
template <class Request>
LAMBENT_JSON_AS(trigger<Request>, style::camel_case | style::defaults, version,
                (trigger_source, "triggerSource", required), region, user_pool_id, user_name,
                caller_context, (request, "request", required), response, other);

/// For triggers whose response says nothing: returning without a failure is the consent.
struct empty_response {
  json::unknown_members other;
};
LAMBENT_JSON_AS(empty_response, style::camel_case | style::defaults, other);

struct pre_sign_up_response {
  std::optional<bool> auto_confirm_user;  ///< Needs no confirmation code.
  std::optional<bool> auto_verify_email;
  std::optional<bool> auto_verify_phone;
  json::unknown_members other;
};
LAMBENT_JSON_AS(pre_sign_up_response, style::camel_case | style::defaults, auto_confirm_user,
                auto_verify_email, auto_verify_phone, other);

struct pre_sign_up_request {
  using response_type = pre_sign_up_response;
  string_map user_attributes;
  std::optional<string_map> validation_data;
  std::optional<string_map> client_metadata;
  json::unknown_members other;
};
LAMBENT_JSON_AS(pre_sign_up_request, style::camel_case | style::defaults,
                (user_attributes, "userAttributes", required), validation_data, client_metadata,
                other);
/// Before a user is registered, whether by himself, an administrator or a foreign provider.
/// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-sign-up.html
using pre_sign_up = trigger<pre_sign_up_request>;

struct post_confirmation_request {
  using response_type = empty_response;
  string_map user_attributes;
  std::optional<string_map> client_metadata;
  json::unknown_members other;
};
LAMBENT_JSON_AS(post_confirmation_request, style::camel_case | style::defaults,
                (user_attributes, "userAttributes", required), client_metadata, other);
/// After a user confirmed the sign-up, or a new password after a forgotten one.
/// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-confirmation.html
using post_confirmation = trigger<post_confirmation_request>;

struct pre_authentication_request {
  using response_type = empty_response;
  string_map user_attributes;
  std::optional<string_map> validation_data;
  std::optional<bool> user_not_found;  ///< The pool hides from clients who exists.
  json::unknown_members other;
};
LAMBENT_JSON_AS(pre_authentication_request, style::camel_case | style::defaults,
                (user_attributes, "userAttributes", required), validation_data, user_not_found,
                other);
/// Before a sign-in is tried.
/// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-authentication.html
using pre_authentication = trigger<pre_authentication_request>;

struct post_authentication_request {
  using response_type = empty_response;
  string_map user_attributes;
  std::optional<bool> new_device_used;  ///< Missing while the pool remembers no devices.
  std::optional<string_map> client_metadata;
  json::unknown_members other;
};
LAMBENT_JSON_AS(post_authentication_request, style::camel_case | style::defaults,
                (user_attributes, "userAttributes", required), new_device_used, client_metadata,
                other);
/// After a sign-in.
/// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-authentication.html
using post_authentication = trigger<post_authentication_request>;

/// A user's groups, and the IAM roles that come with them. In a response it takes the place of what
/// the pool knows.
struct group_configuration {
  std::optional<std::vector<std::string>> groups_to_override;
  std::optional<std::vector<std::string>> iam_roles_to_override;
  std::optional<std::string> preferred_role;
  json::unknown_members other;
};
LAMBENT_JSON_AS(group_configuration, style::camel_case | style::defaults, groups_to_override,
                iam_roles_to_override, preferred_role, other);

struct claims_override_details {
  std::optional<string_map> claims_to_add_or_override;
  std::optional<std::vector<std::string>> claims_to_suppress;
  std::optional<group_configuration> group_override_details;
  json::unknown_members other;
};
LAMBENT_JSON_AS(claims_override_details, style::camel_case | style::defaults,
                claims_to_add_or_override, claims_to_suppress, group_override_details, other);

struct pre_token_generation_response {
  std::optional<cognito::claims_override_details> claims_override_details;
  json::unknown_members other;
};
LAMBENT_JSON_AS(pre_token_generation_response, style::camel_case | style::defaults,
                claims_override_details, other);

struct pre_token_generation_request {
  using response_type = pre_token_generation_response;
  string_map user_attributes;
  cognito::group_configuration group_configuration;
  std::optional<string_map> client_metadata;
  json::unknown_members other;
};
LAMBENT_JSON_AS(pre_token_generation_request, style::camel_case | style::defaults,
                (user_attributes, "userAttributes", required), group_configuration, client_metadata,
                other);
/// Before tokens are issued, event version V1_0: changes the ID token.
/// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
using pre_token_generation = trigger<pre_token_generation_request>;

/// Values of claims are strings, numbers, booleans, arrays or objects: `object::set(name, json)`.
struct id_token_generation {
  std::optional<json::object> claims_to_add_or_override;
  std::optional<std::vector<std::string>> claims_to_suppress;
  json::unknown_members other;
};
LAMBENT_JSON_AS(id_token_generation, style::camel_case | style::defaults, claims_to_add_or_override,
                claims_to_suppress, other);

struct access_token_generation {
  std::optional<json::object> claims_to_add_or_override;
  std::optional<std::vector<std::string>> claims_to_suppress;
  std::optional<std::vector<std::string>> scopes_to_add;
  std::optional<std::vector<std::string>> scopes_to_suppress;
  json::unknown_members other;
};
LAMBENT_JSON_AS(access_token_generation, style::camel_case | style::defaults,
                claims_to_add_or_override, claims_to_suppress, scopes_to_add, scopes_to_suppress,
                other);

struct claims_and_scope_override_details {
  std::optional<cognito::id_token_generation> id_token_generation;
  std::optional<cognito::access_token_generation> access_token_generation;
  std::optional<group_configuration> group_override_details;
  json::unknown_members other;
};
LAMBENT_JSON_AS(claims_and_scope_override_details, style::camel_case | style::defaults,
                id_token_generation, access_token_generation, group_override_details, other);

struct pre_token_generation_v2_response {
  std::optional<cognito::claims_and_scope_override_details> claims_and_scope_override_details;
  json::unknown_members other;
};
LAMBENT_JSON_AS(pre_token_generation_v2_response, style::camel_case | style::defaults,
                claims_and_scope_override_details, other);

struct pre_token_generation_v2_request {
  using response_type = pre_token_generation_v2_response;
  string_map user_attributes;
  std::optional<cognito::group_configuration> group_configuration;
  std::optional<std::vector<std::string>> scopes;  ///< What the client asked for.
  std::optional<string_map> client_metadata;
  json::unknown_members other;
};
LAMBENT_JSON_AS(pre_token_generation_v2_request, style::camel_case | style::defaults,
                user_attributes, group_configuration, scopes, client_metadata, other);
/// Event versions V2_0 and V3_0: changes the ID token and the access token.
/// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
using pre_token_generation_v2 = trigger<pre_token_generation_v2_request>;

struct migrate_user_response {
  std::optional<string_map> user_attributes;  ///< Needed; with `username` the user gets a new name.
  std::optional<std::string> final_user_status;  ///< "CONFIRMED" or "RESET_REQUIRED".
  std::optional<std::string> message_action;     ///< "SUPPRESS": no welcome message.
  std::optional<std::vector<std::string>> desired_delivery_mediums;  ///< "EMAIL", "SMS".
  std::optional<bool> force_alias_creation;
  std::optional<bool> enable_sms_mfa;
  json::unknown_members other;
};
LAMBENT_JSON_AS(migrate_user_response, style::camel_case | style::defaults, user_attributes,
                final_user_status, message_action, desired_delivery_mediums, force_alias_creation,
                (enable_sms_mfa, "enableSMSMFA"), other);

struct migrate_user_request {
  using response_type = migrate_user_response;
  std::optional<std::string> password;  ///< In plain text; missing when it was forgotten.
  std::optional<string_map> validation_data;
  std::optional<string_map> client_metadata;
  json::unknown_members other;
};
LAMBENT_JSON_AS(migrate_user_request, style::camel_case | style::defaults, password,
                validation_data, client_metadata, other);
/// A sign-in or a forgotten password of somebody whom the pool does not know.
/// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html
using migrate_user = trigger<migrate_user_request>;

struct custom_message_response {
  std::optional<std::string> sms_message;  ///< Must contain the request's `code_parameter`.
  std::optional<std::string> email_message;
  std::optional<std::string> email_subject;
  json::unknown_members other;
};
LAMBENT_JSON_AS(custom_message_response, style::camel_case | style::defaults, sms_message,
                email_message, email_subject, other);

struct custom_message_request {
  using response_type = custom_message_response;
  /// Of this trigger AWS documents booleans among the strings: `get<std::string>("email")`.
  json::object user_attributes;
  std::string code_parameter;  ///< Stands for the code, "{####}".
  std::optional<std::string> username_parameter;
  std::optional<std::string> link_parameter;  ///< Stands for the confirmation link.
  std::optional<string_map> client_metadata;
  json::unknown_members other;
};
LAMBENT_JSON_AS(custom_message_request, style::camel_case | style::defaults,
                (user_attributes, "userAttributes", required),
                (code_parameter, "codeParameter", required), username_parameter, link_parameter,
                client_metadata, other);
/// Before an email or SMS message is sent: gives it another text.
/// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-message.html
using custom_message = trigger<custom_message_request>;

/// One step of a custom authentication that is behind us.
struct challenge_result {
  std::string challenge_name;  ///< "SRP_A", "PASSWORD_VERIFIER", "CUSTOM_CHALLENGE", …
  bool challenge_result = false;
  std::optional<std::string> challenge_metadata;  ///< What create_auth_challenge gave it.
  json::unknown_members other;
};
LAMBENT_JSON_AS(challenge_result, style::camel_case | style::defaults, challenge_name,
                challenge_result, challenge_metadata, other);

struct define_auth_challenge_response {
  std::optional<std::string> challenge_name;  ///< The next step: "CUSTOM_CHALLENGE" or a built-in.
  std::optional<bool> issue_tokens;           ///< Enough: the user is who he says.
  std::optional<bool> fail_authentication;
  json::unknown_members other;
};
LAMBENT_JSON_AS(define_auth_challenge_response, style::camel_case | style::defaults, challenge_name,
                issue_tokens, fail_authentication, other);

struct define_auth_challenge_request {
  using response_type = define_auth_challenge_response;
  string_map user_attributes;
  std::vector<challenge_result> session;  ///< All steps so far, the first one first.
  std::optional<string_map> client_metadata;
  std::optional<bool> user_not_found;
  json::unknown_members other;
};
LAMBENT_JSON_AS(define_auth_challenge_request, style::camel_case | style::defaults, user_attributes,
                (session, "session", required), client_metadata, user_not_found, other);
/// Decides on a custom authentication's next step.
/// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-define-auth-challenge.html
using define_auth_challenge = trigger<define_auth_challenge_request>;

struct create_auth_challenge_response {
  std::optional<string_map> public_challenge_parameters;   ///< The client sees them.
  std::optional<string_map> private_challenge_parameters;  ///< verify_auth_challenge sees them.
  std::optional<std::string> challenge_metadata;
  json::unknown_members other;
};
LAMBENT_JSON_AS(create_auth_challenge_response, style::camel_case | style::defaults,
                public_challenge_parameters, private_challenge_parameters, challenge_metadata,
                other);

struct create_auth_challenge_request {
  using response_type = create_auth_challenge_response;
  string_map user_attributes;
  std::string challenge_name;
  std::vector<challenge_result> session;
  std::optional<string_map> client_metadata;
  std::optional<bool> user_not_found;
  json::unknown_members other;
};
LAMBENT_JSON_AS(create_auth_challenge_request, style::camel_case | style::defaults, user_attributes,
                (challenge_name, "challengeName", required), session, client_metadata,
                user_not_found, other);
/// Poses the challenge.
/// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-create-auth-challenge.html
using create_auth_challenge = trigger<create_auth_challenge_request>;

struct verify_auth_challenge_response {
  std::optional<bool> answer_correct;
  json::unknown_members other;
};
LAMBENT_JSON_AS(verify_auth_challenge_response, style::camel_case | style::defaults, answer_correct,
                other);

struct verify_auth_challenge_request {
  using response_type = verify_auth_challenge_response;
  string_map user_attributes;
  std::optional<string_map> private_challenge_parameters;
  std::string challenge_answer;
  std::optional<string_map> client_metadata;
  std::optional<bool> user_not_found;
  json::unknown_members other;
};
LAMBENT_JSON_AS(verify_auth_challenge_request, style::camel_case | style::defaults, user_attributes,
                private_challenge_parameters, (challenge_answer, "challengeAnswer", required),
                client_metadata, user_not_found, other);
/// Judges the user's answer.
/// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-verify-auth-challenge-response.html
using verify_auth_challenge = trigger<verify_auth_challenge_request>;

struct custom_sender_request {
  using response_type = empty_response;
  std::string type;  ///< "customEmailSenderRequestV1" or "customSMSSenderRequestV1".
  /// The code or temporary password in base64, encrypted by the AWS Encryption SDK with the pool's
  /// KMS key. Missing in notices without a code.
  std::optional<std::string> code;
  string_map user_attributes;
  std::optional<string_map> client_metadata;
  json::unknown_members other;
};
LAMBENT_JSON_AS(custom_sender_request, style::camel_case | style::defaults,
                (type, "type", required), code, user_attributes, client_metadata, other);
/// The function sends the email or SMS message itself.
/// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-email-sender.html
using custom_email_sender = trigger<custom_sender_request>;
/// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sms-sender.html
using custom_sms_sender = trigger<custom_sender_request>;

/// What the foreign provider said; which members there are depends on its kind.
struct federated_attributes {
  std::optional<json::object> token_response;
  std::optional<json::object> id_token;
  std::optional<json::object> user_info;
  std::optional<json::object> saml_response;
  json::unknown_members other;
};
LAMBENT_JSON_AS(federated_attributes, style::camel_case | style::defaults, token_response, id_token,
                user_info, saml_response, other);

struct inbound_federation_response {
  /// Those, and no others, are kept; an empty map keeps all as they came.
  std::optional<string_map> user_attributes_to_map;
  json::unknown_members other;
};
LAMBENT_JSON_AS(inbound_federation_response, style::camel_case | style::defaults,
                user_attributes_to_map, other);

struct inbound_federation_request {
  using response_type = inbound_federation_response;
  std::string provider_name;
  std::string provider_type;  ///< "OIDC", "SAML", "Google", …
  federated_attributes attributes;
  json::unknown_members other;
};
LAMBENT_JSON_AS(inbound_federation_request, style::camel_case | style::defaults,
                (provider_name, "providerName", required), provider_type, attributes, other);
/// A sign-in by a foreign identity provider: changes what is taken over from it.
/// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-inbound-federation.html
using inbound_federation = trigger<inbound_federation_request>;

struct dataset_record {
  std::optional<std::string> new_value;
  std::optional<std::string> old_value;
  std::string op;  ///< "replace" or "remove".
  json::unknown_members other;
};
LAMBENT_JSON_AS(dataset_record, style::camel_case | style::defaults, new_value, old_value, op,
                other);

/// Cognito Sync, before a dataset is synchronised. The function returns the event, with changed,
/// added or removed records.
/// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-events.html
struct sync_trigger {
  int version = 2;
  std::string event_type;  ///< "SyncTrigger".
  std::string region;
  std::string identity_pool_id;
  std::string identity_id;
  std::string dataset_name;
  std::map<std::string, dataset_record> dataset_records;
  json::unknown_members other;
};
LAMBENT_JSON_AS(sync_trigger, style::camel_case | style::defaults, version, event_type, region,
                identity_pool_id, identity_id, (dataset_name, "datasetName", required),
                (dataset_records, "datasetRecords", required), other);

}  // namespace lambent::events::cognito
