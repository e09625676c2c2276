// AWS AppSync Events: channels whose messages and subscribers a function sees, and the authorizer.
#pragma once

#include <lambent/events/appsync.hpp>
#include <lambent/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lambent::events::appsync_events {

struct channel {
  std::string path;                   ///< "/orders/north".
  std::vector<std::string> segments;  ///< "orders", "north".
  json::unknown_members other;
};
LAMBENT_JSON_AS(channel, style::camel_case | style::defaults, (path, "path", required), segments,
                other);

struct channel_namespace {
  std::string name;
  json::unknown_members other;
};
LAMBENT_JSON_AS(channel_namespace, style::camel_case | style::defaults, name, other);

struct info {
  appsync_events::channel channel;
  appsync_events::channel_namespace channel_namespace;
  std::string operation;  ///< "PUBLISH" or "SUBSCRIBE".
  json::unknown_members other;
};
LAMBENT_JSON_AS(info, style::camel_case | style::defaults, (channel, "channel", required),
                channel_namespace, (operation, "operation", required), other);

template <class Payload>
struct message {
  std::string id;
  Payload payload;
  json::unknown_members other;
};
template <class Payload>
LAMBENT_JSON_AS(message<Payload>, style::camel_case | style::defaults, (id, "id", required),
                payload, other);

/// A publish with its messages, or a subscribe without. Payload is a struct for the messages'
/// JSON. https://docs.aws.amazon.com/appsync/latest/eventapi/direct-lambda-integrations.html
template <class Payload = json::raw>
struct event {
  appsync_events::info info;
  std::optional<json::raw> identity;  ///< One of the identities of <lambent/events/appsync.hpp>.
  appsync::request request;
  std::optional<std::vector<message<Payload>>> events;  ///< Of a publish.
  std::optional<json::raw> result;
  std::optional<json::raw> error;
  std::optional<json::raw> prev;
  std::optional<json::object> stash;
  std::optional<std::vector<json::raw>> out_errors;
  json::unknown_members other;
};
template <class Payload>
LAMBENT_JSON_AS(event<Payload>, style::camel_case | style::defaults, (info, "info", required),
                identity, request, events, result, error, prev, stash, out_errors, other);

/// One message of the answer: what is broadcast, or why it is not.
template <class Payload>
struct outcome {
  std::string id;
  std::optional<Payload> payload;
  std::optional<std::string> error;
};
template <class Payload>
LAMBENT_JSON_AS(outcome<Payload>, style::camel_case | style::defaults, (id, "id", required),
                payload, error);

/// The answer to a publish: messages that are not in it are not broadcast. `error` refuses all.
template <class Payload = json::raw>
struct publish_response {
  std::optional<std::vector<outcome<Payload>>> events;
  std::optional<std::string> error;

  void broadcast(std::string id, Payload payload) {
    add().push_back({std::move(id), std::move(payload), std::nullopt});
  }
  void refuse(std::string id, std::string why) {
    add().push_back({std::move(id), std::nullopt, std::move(why)});
  }

private:
  std::vector<outcome<Payload>>& add() { return events ? *events : events.emplace(); }
};
template <class Payload>
LAMBENT_JSON_AS(publish_response<Payload>, style::camel_case | style::defaults, events, error);

/// The answer to a subscribe: without an error the subscriber is let in.
struct subscribe_response {
  std::optional<std::string> error;
};
LAMBENT_JSON_AS(subscribe_response, style::camel_case | style::defaults, error);

struct authorizer_context {
  std::string api_id;
  std::string account_id;
  std::string request_id;
  std::string operation;  ///< "EVENT_CONNECT", "EVENT_SUBSCRIBE", "EVENT_PUBLISH".
  std::optional<std::string> channel_namespace_name;  ///< Missing in a connect.
  std::optional<std::string> channel;                 ///< Missing in a connect.
  json::unknown_members other;
};
LAMBENT_JSON_AS(authorizer_context, style::camel_case | style::defaults, api_id, account_id,
                request_id, (operation, "operation", required), channel_namespace_name, channel,
                other);

/// https://docs.aws.amazon.com/appsync/latest/eventapi/configure-event-api-auth.html
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
  std::optional<std::map<std::string, std::string>> handler_context;  ///< Handlers see it.
  std::optional<int> ttl_override;  ///< Seconds to keep the answer; 0 is not at all.
};
LAMBENT_JSON_AS(authorizer_response, style::camel_case | style::defaults,
                (is_authorized, "isAuthorized", required), handler_context, ttl_override);

}  // namespace lambent::events::appsync_events
