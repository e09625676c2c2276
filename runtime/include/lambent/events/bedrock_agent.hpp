// Agents for Amazon Bedrock: a function that carries out an action group, whether this is defined
// by an OpenAPI schema or by function details.
#pragma once

#include <lambent/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lambent::events::bedrock_agent {

using string_map = std::map<std::string, std::string>;

struct agent {
  std::string name;
  std::string id;
  std::string alias;
  std::string version;
  json::unknown_members other;
};
LAMBENT_JSON_AS(agent, style::camel_case | style::defaults, name, id, alias, version, other);

/// The value is text, whatever the type.
struct parameter {
  std::string name;
  std::string type;  ///< "string", "number", "integer", "boolean", "array".
  std::string value;
  json::unknown_members other;
};
LAMBENT_JSON_AS(parameter, style::camel_case | style::defaults, (name, "name", required), type,
                value, other);

struct content {
  std::vector<parameter> properties;
  json::unknown_members other;
};
LAMBENT_JSON_AS(content, style::camel_case | style::defaults, properties, other);

struct request_body {
  std::map<std::string, bedrock_agent::content> content;  ///< By content type.
  json::unknown_members other;
};
LAMBENT_JSON_AS(request_body, style::camel_case | style::defaults, content, other);

/// An operation of the action group's OpenAPI schema is to be carried out.
/// https://docs.aws.amazon.com/bedrock/latest/userguide/agents-lambda.html
struct api_event {
  std::string message_version;
  bedrock_agent::agent agent;
  std::string input_text;  ///< What the user said.
  std::string session_id;
  std::string action_group;
  std::string api_path;
  std::string http_method;
  std::optional<std::vector<parameter>> parameters;
  std::optional<bedrock_agent::request_body> request_body;
  string_map session_attributes;
  string_map prompt_session_attributes;
  json::unknown_members other;

  /// The parameter's value, whether it came in path, query or body; null when it did not.
  [[nodiscard]] const std::string* find(std::string_view name) const noexcept;
};
LAMBENT_JSON_AS(api_event, style::camel_case | style::defaults, message_version, agent, input_text,
                session_id, action_group, (api_path, "apiPath", required),
                (http_method, "httpMethod", required), parameters, request_body, session_attributes,
                prompt_session_attributes, other);

/// A function of an action group defined by function details is to be carried out.
/// https://docs.aws.amazon.com/bedrock/latest/userguide/agents-lambda.html
struct function_event {
  std::string message_version;
  bedrock_agent::agent agent;
  std::string input_text;
  std::string session_id;
  std::string action_group;
  std::string function;
  std::optional<std::vector<parameter>> parameters;
  string_map session_attributes;
  string_map prompt_session_attributes;
  json::unknown_members other;

  /// The parameter's value; null when there is none.
  [[nodiscard]] const std::string* find(std::string_view name) const noexcept;
};
LAMBENT_JSON_AS(function_event, style::camel_case | style::defaults, message_version, agent,
                input_text, session_id, action_group, (function, "function", required), parameters,
                session_attributes, prompt_session_attributes, other);

struct body {
  std::string body;  ///< Text, or JSON in a string, as the schema says.
};
LAMBENT_JSON_AS(body, style::camel_case, body);

struct api_result {
  std::string action_group;
  std::string api_path;
  std::string http_method;
  int http_status_code = 200;
  std::map<std::string, bedrock_agent::body> response_body;  ///< By content type.
};
LAMBENT_JSON_AS(api_result, style::camel_case, action_group, api_path, http_method,
                http_status_code, response_body);

struct function_response {
  /// "FAILURE" ends the session with an error, "REPROMPT" gives the body to the model as one.
  std::optional<std::string> response_state;
  std::map<std::string, bedrock_agent::body> response_body;  ///< "TEXT" is the only type.
};
LAMBENT_JSON_AS(function_response, style::camel_case, response_state, response_body);

struct function_result {
  std::string action_group;
  std::string function;
  bedrock_agent::function_response function_response;
};
LAMBENT_JSON_AS(function_result, style::camel_case, action_group, function, function_response);

/// The answer, with an api_result or a function_result.
template <class Result>
struct answer {
  std::string message_version = "1.0";
  Result response;
  std::optional<string_map> session_attributes;         ///< Replace those of the session.
  std::optional<string_map> prompt_session_attributes;  ///< Replace those of the turn.
  std::optional<std::vector<json::raw>> knowledge_bases_configuration;
};
template <class Result>
LAMBENT_JSON_AS(answer<Result>, style::camel_case, message_version, response, session_attributes,
                prompt_session_attributes, knowledge_bases_configuration);

/// `text` is the response's body, in JSON unless `content_type` says otherwise.
[[nodiscard]] inline answer<api_result> reply(const api_event& to, int http_status_code,
                                              std::string text,
                                              std::string content_type = "application/json") {
  answer<api_result> out;
  out.response = {to.action_group, to.api_path, to.http_method, http_status_code, {}};
  out.response.response_body[std::move(content_type)] = {std::move(text)};
  return out;
}

/// `text` goes to the model.
[[nodiscard]] inline answer<function_result> reply(const function_event& to, std::string text) {
  answer<function_result> out;
  out.response = {to.action_group, to.function, {}};
  out.response.function_response.response_body["TEXT"] = {std::move(text)};
  return out;
}

namespace detail {

inline const std::string* find(const std::vector<parameter>& all, std::string_view name) noexcept {
  for (const parameter& one : all) {
    if (one.name == name) return &one.value;
  }
  return nullptr;
}

}  // namespace detail

inline const std::string* api_event::find(std::string_view name) const noexcept {
  if (parameters) {
    if (const auto* const found = detail::find(*parameters, name)) return found;
  }
  if (!request_body) return nullptr;
  for (const auto& [type, part] : request_body->content) {
    if (const auto* const found = detail::find(part.properties, name)) return found;
  }
  return nullptr;
}

inline const std::string* function_event::find(std::string_view name) const noexcept {
  return parameters ? detail::find(*parameters, name) : nullptr;
}

}  // namespace lambent::events::bedrock_agent
