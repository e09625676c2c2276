// AWS AppSync: GraphQL resolvers without templates, and the Lambda authorizer.
#pragma once

#include <lambent/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lambent::events::appsync {

struct request {
  std::map<std::string, std::string> headers;  ///< Names in lower case.
  std::optional<std::string> domain_name;      ///< The API's own, if it has one.
  json::unknown_members other;
};
LAMBENT_JSON_AS(request, style::camel_case | style::defaults, headers, domain_name, other);

/// The field that is resolved, and what is wanted of it.
struct info {
  std::string field_name;
  std::string parent_type_name;                 ///< "Query", "Mutation", or a type.
  json::object variables;                       ///< Of the whole request.
  std::vector<std::string> selection_set_list;  ///< "id", "author", "author/name".
  std::string selection_set_graphql;
  json::unknown_members other;
};
LAMBENT_JSON_AS(info, style::camel_case | style::defaults, (field_name, "fieldName", required),
                parent_type_name, variables, selection_set_list,
                (selection_set_graphql, "selectionSetGraphQL"), other);

/// What the resolver before this one in a pipeline gave.
struct previous {
  json::raw result;
  json::unknown_members other;
};
LAMBENT_JSON_AS(previous, style::camel_case | style::defaults, result, other);

/// Who asks, as AWS_IAM tells it. Each identity is what `resolver_event::identity` may be:
/// `event.identity->as<appsync::iam_identity>()`.
struct iam_identity {
  std::string account_id;
  std::string user_arn;
  std::string username;
  std::vector<std::string> source_ip;
  std::optional<std::string> cognito_identity_id;
  std::optional<std::string> cognito_identity_pool_id;
  std::optional<std::string> cognito_identity_auth_type;  ///< "authenticated" or not.
  std::optional<std::string> cognito_identity_auth_provider;
  json::unknown_members other;
};
LAMBENT_JSON_AS(iam_identity, style::camel_case | style::defaults, account_id,
                (user_arn, "userArn", required), username, source_ip, cognito_identity_id,
                cognito_identity_pool_id, cognito_identity_auth_type,
                cognito_identity_auth_provider, other);

/// Who asks, as a Cognito user pool tells it.
struct cognito_identity {
  std::string sub;
  std::string issuer;
  std::string username;
  json::object claims;
  std::optional<std::vector<std::string>> groups;
  std::vector<std::string> source_ip;
  std::string default_auth_strategy;  ///< "ALLOW" or "DENY".
  json::unknown_members other;
};
LAMBENT_JSON_AS(cognito_identity, style::camel_case | style::defaults, (sub, "sub", required),
                issuer, (username, "username", required), claims, groups, source_ip,
                default_auth_strategy, other);

/// Who asks, as an OpenID Connect provider tells it.
struct oidc_identity {
  std::string sub;
  std::string issuer;
  json::object claims;
  json::unknown_members other;
};
LAMBENT_JSON_AS(oidc_identity, style::camel_case | style::defaults, (sub, "sub", required), issuer,
                claims, other);

/// Who asks, as a Lambda authorizer tells it.
struct lambda_identity {
  std::map<std::string, std::string> resolver_context;
  json::unknown_members other;
};
LAMBENT_JSON_AS(lambda_identity, style::camel_case | style::defaults,
                (resolver_context, "resolverContext", required), other);

/// A field to resolve by a function that is its resolver directly; the reply is the field's value,
/// a failure its error. With batching the event is a std::vector of these, and so is the reply, of
/// the same length. Arguments is a struct for the field's arguments.
/// https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference.html
template <class Arguments = json::object>
struct resolver_event {
  Arguments arguments;
  std::optional<json::raw> identity;  ///< Missing with an API key.
  std::optional<json::raw> source;    ///< The parent's value; missing at the root.
  appsync::request request;
  appsync::info info;
  std::optional<previous> prev;
  std::optional<json::object> stash;  ///< What the resolvers of a pipeline share.
  json::unknown_members other;
};
template <class Arguments>
LAMBENT_JSON_AS(resolver_event<Arguments>, style::camel_case | style::defaults, arguments, identity,
                source, request, (info, "info", required), prev, stash, other);

struct authorizer_context {
  std::string api_id;
  std::string account_id;
  std::string request_id;
  std::string query_string;  ///< The GraphQL text.
  std::optional<std::string> operation_name;
  std::optional<json::object> variables;
  json::unknown_members other;
};
LAMBENT_JSON_AS(authorizer_context, style::camel_case | style::defaults,
                (api_id, "apiId", required), account_id, request_id, query_string, operation_name,
                variables, other);

/// https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#aws-lambda-authorization
struct authorizer_request {
  std::string authorization_token;
  authorizer_context request_context;
  std::optional<std::map<std::string, std::string>> request_headers;
  json::unknown_members other;
};
LAMBENT_JSON_AS(authorizer_request, style::camel_case | style::defaults,
                (authorization_token, "authorizationToken", required),
                (request_context, "requestContext", required), request_headers, other);

struct authorizer_response {
  bool is_authorized = false;
  /// Up to 5 MB in all; the resolvers see it in their identity.
  std::optional<std::map<std::string, std::string>> resolver_context;
  std::optional<std::vector<std::string>> denied_fields;  ///< "Mutation.createOrder", or ARNs.
  std::optional<int> ttl_override;                        ///< Seconds to keep the answer; 0 is not.
};
LAMBENT_JSON_AS(authorizer_response, style::camel_case | style::defaults,
                (is_authorized, "isAuthorized", required), resolver_context, denied_fields,
                ttl_override);

}  // namespace lambent::events::appsync
