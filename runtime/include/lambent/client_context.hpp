// Who calls, as a mobile application tells it: the client context and the Cognito identity of an
// invocation, taken apart.
#pragma once

#include <lambent/context.hpp>
#include <lambent/json.hpp>
#include <lambent/result.hpp>

#include <optional>
#include <string>

namespace lambent {

/// What the caller gave to Invoke as ClientContext. All of it is the caller's word.
/// https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
struct client_context {
  struct application {
    std::optional<std::string> installation_id;
    std::optional<std::string> app_title;
    std::optional<std::string> app_version_name;
    std::optional<std::string> app_version_code;
    std::optional<std::string> app_package_name;
    json::unknown_members other;
  };
  /// W3C Trace Context (https://www.w3.org/TR/trace-context/), where the caller passes one on.
  struct w3c_trace {
    std::optional<std::string> traceparent;
    std::optional<std::string> tracestate;
    std::optional<std::string> baggage;
  };

  std::optional<application> client;
  json::object custom;  ///< The application's own values.
  json::object env;     ///< What the device says of itself.
  std::optional<w3c_trace> w3c;
  json::unknown_members other;
};
LAMBENT_JSON_AS(client_context::application, style::defaults, installation_id, app_title,
                app_version_name, app_version_code, app_package_name, other);
LAMBENT_JSON_AS(client_context::w3c_trace, style::defaults, traceparent, tracestate, baggage);
LAMBENT_JSON_AS(client_context, style::defaults, client, custom, env, w3c, other);

/// The Amazon Cognito identity that invoked the function through the AWS Mobile SDK.
struct cognito_identity {
  std::string identity_id;
  std::string identity_pool_id;
  json::unknown_members other;
};
LAMBENT_JSON_AS(cognito_identity, style::defaults, (identity_id, "cognitoIdentityId"),
                (identity_pool_id, "cognitoIdentityPoolId"), other);

/// The invocation's client context; empty when there is none. A failure when the caller sent
/// something else than Lambda's form of it: the invocation goes on all the same.
[[nodiscard]] inline result<std::optional<client_context>> client_context_of(const context& about) {
  if (about.client_context.empty()) return std::optional<client_context>();
  return json::parse<std::optional<client_context>>(about.client_context);
}

/// The invocation's Cognito identity; empty when there is none.
[[nodiscard]] inline result<std::optional<cognito_identity>> cognito_identity_of(
    const context& about) {
  if (about.cognito_identity.empty()) return std::optional<cognito_identity>();
  return json::parse<std::optional<cognito_identity>>(about.cognito_identity);
}

}  // namespace lambent
