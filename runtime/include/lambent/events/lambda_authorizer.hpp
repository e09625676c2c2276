// Lambda authorizers of Amazon API Gateway: functions that decide whether a request may pass.
//
//   API and format                        event            reply
//   REST API, TOKEN                       token_event      policy_response
//   REST API, REQUEST                     request_event    policy_response
//   HTTP API, payload format 1.0          request_event    policy_response
//   HTTP API, payload format 2.0          http_event       simple_response or policy_response
#pragma once

#include <lambent/events/iam.hpp>
#include <lambent/events/time.hpp>
#include <lambent/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lambent::events::lambda_authorizer {

using text_map = std::map<std::string, std::string>;
using multi_text_map = std::map<std::string, std::vector<std::string>>;

/// When a certificate is valid, such as "Aug  5 00:28:21 2030 GMT".
struct validity {
  std::string not_before;
  std::string not_after;
  json::unknown_members other;
};
LAMBENT_JSON_AS(validity, style::camel_case | style::defaults, not_before, not_after, other);

/// The client's certificate, with mutual TLS.
struct client_cert {
  std::string client_cert_pem;
  std::string subject_dn;
  std::string issuer_dn;
  std::string serial_number;
  lambda_authorizer::validity validity;
  json::unknown_members other;
};
LAMBENT_JSON_AS(client_cert, style::camel_case | style::defaults, client_cert_pem,
                (subject_dn, "subjectDN"), (issuer_dn, "issuerDN"), serial_number, validity, other);

/// A token from a header, and the method that was asked for.
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html
struct token_event {
  std::string type;  ///< TOKEN.
  std::string authorization_token;
  std::string method_arn;
  json::unknown_members other;
};
LAMBENT_JSON_AS(token_event, style::camel_case | style::defaults, type,
                (authorization_token, "authorizationToken", required),
                (method_arn, "methodArn", required), other);

/// Who asks, as far as API Gateway knows.
struct identity {
  std::optional<std::string> api_key;
  std::optional<std::string> api_key_id;
  std::optional<std::string> source_ip;
  std::optional<std::string> user_agent;
  std::optional<lambda_authorizer::client_cert> client_cert;
  json::unknown_members other;
};
LAMBENT_JSON_AS(identity, style::camel_case | style::defaults, api_key, api_key_id, source_ip,
                user_agent, client_cert, other);

struct request_context {
  std::string account_id;
  std::string api_id;
  std::optional<std::string> domain_name;
  std::string http_method;
  lambda_authorizer::identity identity;
  std::optional<std::string> path;
  std::optional<std::string> protocol;
  std::string request_id;
  std::optional<epoch_milliseconds> request_time_epoch;
  std::optional<std::string> resource_id;
  std::string resource_path;
  std::string stage;
  json::unknown_members other;
};
LAMBENT_JSON_AS(request_context, style::camel_case | style::defaults, account_id, api_id,
                domain_name, http_method, identity, path, protocol, request_id, request_time_epoch,
                resource_id, resource_path, stage, other);

/// A request to a REST API, or to an HTTP API in format 1.0.
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html
struct request_event {
  std::optional<std::string> version;  ///< 1.0 from an HTTP API.
  std::string type;                    ///< REQUEST.
  std::string method_arn;
  std::optional<std::string> identity_source;      ///< HTTP API: the values, between commas.
  std::optional<std::string> authorization_token;  ///< HTTP API: the same.
  std::string resource;
  std::string path;
  std::string http_method;
  std::optional<text_map> headers;
  std::optional<multi_text_map> multi_value_headers;
  std::optional<text_map> query_string_parameters;
  std::optional<multi_text_map> multi_value_query_string_parameters;
  std::optional<text_map> path_parameters;
  std::optional<text_map> stage_variables;
  lambda_authorizer::request_context request_context;
  json::unknown_members other;
};
LAMBENT_JSON_AS(request_event, style::camel_case | style::defaults, version, type,
                (method_arn, "methodArn", required), identity_source, authorization_token, resource,
                path, http_method, headers, multi_value_headers, query_string_parameters,
                multi_value_query_string_parameters, path_parameters, stage_variables,
                (request_context, "requestContext", required), other);

struct http_description {
  std::string method;
  std::string path;
  std::string protocol;
  std::string source_ip;
  std::string user_agent;
  json::unknown_members other;
};
LAMBENT_JSON_AS(http_description, style::camel_case | style::defaults, method, path, protocol,
                source_ip, user_agent, other);

struct authentication {
  std::optional<lambda_authorizer::client_cert> client_cert;
  json::unknown_members other;
};
LAMBENT_JSON_AS(authentication, style::camel_case | style::defaults, client_cert, other);

struct http_request_context {
  std::string account_id;
  std::string api_id;
  std::optional<lambda_authorizer::authentication> authentication;
  std::string domain_name;
  std::string domain_prefix;
  http_description http;
  std::string request_id;
  std::string route_key;
  std::string stage;
  std::string time;  ///< Such as "03/Feb/2024:04:05:06 +0000".
  epoch_milliseconds time_epoch;
  json::unknown_members other;
};
LAMBENT_JSON_AS(http_request_context, style::camel_case | style::defaults, account_id, api_id,
                authentication, domain_name, domain_prefix, (http, "http", required), request_id,
                route_key, stage, time, time_epoch, other);

/// A request to an HTTP API in format 2.0.
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
struct http_event {
  std::string version;  ///< 2.0.
  std::string type;     ///< REQUEST.
  std::string route_arn;
  std::optional<std::vector<std::string>> identity_source;  ///< The values that were asked for.
  std::string route_key;
  std::string raw_path;
  std::string raw_query_string;
  std::optional<std::vector<std::string>> cookies;
  std::optional<text_map> headers;                  ///< Several values between commas.
  std::optional<text_map> query_string_parameters;  ///< Several values between commas.
  std::optional<text_map> path_parameters;
  std::optional<text_map> stage_variables;
  http_request_context request_context;
  json::unknown_members other;
};
LAMBENT_JSON_AS(http_event, style::camel_case | style::defaults, version, type,
                (route_arn, "routeArn", required), identity_source, route_key, raw_path,
                raw_query_string, cookies, headers, query_string_parameters, path_parameters,
                stage_variables, (request_context, "requestContext", required), other);

/// The decision as an IAM policy. `context` goes to the integration: in a REST API its values are
/// strings, numbers and booleans. API Gateway may keep the reply for other requests of the same
/// identity: their resources must be covered too.
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
struct policy_response {
  std::string principal_id;
  iam::policy_document policy_document;
  std::optional<json::object> context;
  std::optional<std::string> usage_identifier_key;  ///< REST API: an API key of a usage plan.
};
LAMBENT_JSON_AS(policy_response, style::camel_case, principal_id, policy_document, context,
                usage_identifier_key);

/// The reply that lets `principal_id` through to a method or route, or does not. `arn` is the
/// event's method_arn or route_arn, or a pattern that covers more.
[[nodiscard]] inline policy_response decide(iam::effect effect, std::string principal_id,
                                            std::string arn) {
  policy_response out;
  out.principal_id = std::move(principal_id);
  iam::statement& only = out.policy_document.statement.emplace_back();
  only.effect = effect;
  only.action.emplace_back("execute-api:Invoke");
  only.resource.push_back(std::move(arn));
  return out;
}
[[nodiscard]] inline policy_response allow(std::string principal_id, std::string arn) {
  return decide(iam::effect::allow, std::move(principal_id), std::move(arn));
}
[[nodiscard]] inline policy_response deny(std::string principal_id, std::string arn) {
  return decide(iam::effect::deny, std::move(principal_id), std::move(arn));
}

/// The decision as yes or no, for an HTTP API with simple responses enabled.
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
struct simple_response {
  bool is_authorized = false;
  std::optional<json::object> context;
};
LAMBENT_JSON_AS(simple_response, style::camel_case, is_authorized, context);

}  // namespace lambent::events::lambda_authorizer
