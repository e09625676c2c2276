#include <lambent/http/request.hpp>

#include "uri.hpp"

namespace lambent::http {

std::string_view name_of(origin who) noexcept {
  switch (who) {
    case origin::rest_api:
      return "API Gateway REST API";
    case origin::http_api:
      return "API Gateway HTTP API";
    case origin::function_url:
      return "Lambda function URL";
    case origin::load_balancer:
      return "Application Load Balancer";
    case origin::websocket_api:
      return "API Gateway WebSocket API";
    case origin::vpc_lattice:
      return "VPC Lattice";
  }
  return "unknown";
}

std::string request::path(stage_policy policy) const {
  const std::string_view stage = context_.stage;
  if (policy == stage_policy::as_received || stage.empty() || stage == "$default") {
    return std::string(path_);
  }
  const bool could_have_it = origin_ == origin::http_api || origin_ == origin::function_url;
  const std::string_view rest = path_.starts_with('/') && path_.substr(1).starts_with(stage)
                                    ? path_.substr(1 + stage.size())
                                    : std::string_view("-");
  const bool has_it = could_have_it && (rest.empty() || rest.front() == '/');
  if (policy == stage_policy::strip_stage) {
    if (!has_it) return std::string(path_);
    return rest.empty() ? "/" : std::string(rest);
  }
  if (has_it) return std::string(path_);
  std::string whole = "/";
  whole += stage;
  if (path_ != "/") whole += path_;
  return whole;
}

std::string request::query_string() const {
  if (has_query_string_) return std::string(query_string_);
  std::string text;
  for (const auto& [name, value] : query_) {
    if (!text.empty()) text += '&';
    append_encoded(text, name);
    text += '=';
    append_encoded(text, value);
  }
  return text;
}

void request::add_query(std::string_view query_string, parameter_views& to) {
  const auto decoded = [this](std::string_view text) {
    return is_encoded(text, true) ? keep(percent_decoded(text, true)) : text;
  };
  std::string_view name;
  std::string_view value;
  while (next_parameter(query_string, name, value)) to.add(decoded(name), decoded(value));
}

parameter_views request::form() {
  parameter_views fields;
  add_query(body_, fields);
  return fields;
}

void request::set_path_parameters(std::vector<std::pair<std::string, std::string>> parameters) {
  path_parameters_ = {};
  for (auto& [name, value] : parameters) {
    path_parameters_.add(keep(std::move(name)), keep(std::move(value)));
  }
}

namespace {

// Follows names into objects; the value's text, or as it stands when it is no string.
std::string member_at(std::string_view json, std::initializer_list<std::string_view> names) {
  lambent::json::reader in(json);
  for (const std::string_view wanted : names) {
    if (in.peek() != lambent::json::kind::object || !in.begin_object()) return {};
    std::string_view name;
    bool found = false;
    while (!found && in.next_member(name)) {
      found = name == wanted;
      if (!found && !in.skip()) return {};
    }
    if (!found) return {};
  }
  std::string text;
  if (in.peek() == lambent::json::kind::string) return in.read(text) ? text : std::string();
  std::string_view raw;
  if (in.take_null() || !in.read_raw(raw)) return {};
  return std::string(raw);
}

}  // namespace

std::string request::claim(std::string_view name) const {
  const std::string jwt = member_at(context_.authorizer, {"jwt", "claims", name});
  return jwt.empty() ? member_at(context_.authorizer, {"claims", name}) : jwt;
}

std::string request::authorizer_value(std::string_view name) const {
  const std::string simple = member_at(context_.authorizer, {"lambda", name});
  return simple.empty() ? member_at(context_.authorizer, {name}) : simple;
}

}  // namespace lambent::http
