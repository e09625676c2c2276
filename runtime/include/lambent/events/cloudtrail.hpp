// AWS CloudTrail: API calls, as the detail for eventbridge::event<Detail>.
#pragma once

#include <lambent/json.hpp>

#include <optional>
#include <string>

namespace lambent::events::cloudtrail {

struct session_issuer {
  std::string type;
  std::optional<std::string> user_name;
  std::string principal_id;
  std::string arn;
  std::string account_id;
  json::unknown_members other;
};
LAMBENT_JSON_AS(session_issuer, style::camel_case | style::defaults, type, user_name, principal_id,
                arn, account_id, other);

struct session_attributes {
  std::optional<std::string> mfa_authenticated;  ///< "true" or "false".
  std::optional<std::string> creation_date;
  json::unknown_members other;
};
LAMBENT_JSON_AS(session_attributes, style::camel_case | style::defaults, mfa_authenticated,
                creation_date, other);

/// Of temporary credentials.
struct session_context {
  std::optional<cloudtrail::session_issuer> session_issuer;
  std::optional<session_attributes> attributes;
  std::optional<std::string> source_identity;
  json::unknown_members other;
};
LAMBENT_JSON_AS(session_context, style::camel_case | style::defaults, session_issuer, attributes,
                source_identity, other);

/// Who called.
/// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
struct user_identity {
  std::string type;  ///< "Root", "IAMUser", "AssumedRole", "AWSService", …
  std::optional<std::string> principal_id;
  std::optional<std::string> arn;
  std::optional<std::string> account_id;
  std::optional<std::string> access_key_id;
  std::optional<std::string> user_name;
  std::optional<std::string> invoked_by;  ///< The service that called for somebody.
  std::optional<cloudtrail::session_context> session_context;
  json::unknown_members other;
};
LAMBENT_JSON_AS(user_identity, style::camel_case | style::defaults, (type, "type", required),
                principal_id, arn, account_id, access_key_id, user_name, invoked_by,
                session_context, other);

/// "AWS API Call via CloudTrail" and "AWS Console Sign In via CloudTrail". RequestParameters is a
/// struct for those of one operation.
/// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
template <class RequestParameters = json::raw>
struct api_call {
  std::string event_version;
  std::string event_id;
  std::string event_time;    ///< "2031-03-09T05:41:17Z".
  std::string event_source;  ///< "ec2.amazonaws.com".
  std::string event_name;    ///< "RunInstances".
  std::string event_type;    ///< "AwsApiCall", "AwsConsoleSignIn", …
  std::string aws_region;
  std::optional<std::string> source_ip_address;
  std::optional<std::string> user_agent;
  cloudtrail::user_identity user_identity;
  std::optional<std::string> error_code;  ///< Missing when the call succeeded.
  std::optional<std::string> error_message;
  std::optional<RequestParameters> request_parameters;
  std::optional<json::raw> response_elements;
  std::optional<json::raw> additional_event_data;
  std::optional<std::string> request_id;
  std::optional<bool> read_only;
  std::optional<bool> management_event;
  std::optional<std::string> recipient_account_id;
  std::optional<std::string> event_category;
  json::unknown_members other;
};
template <class RequestParameters>
LAMBENT_JSON_AS(api_call<RequestParameters>, style::camel_case | style::defaults, event_version,
                (event_id, "eventID"), event_time, (event_source, "eventSource", required),
                (event_name, "eventName", required), event_type, aws_region,
                (source_ip_address, "sourceIPAddress"), user_agent,
                (user_identity, "userIdentity", required), error_code, error_message,
                request_parameters, response_elements, additional_event_data,
                (request_id, "requestID"), read_only, management_event, recipient_account_id,
                event_category, other);

}  // namespace lambent::events::cloudtrail
