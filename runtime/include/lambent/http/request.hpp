// An HTTP request as a function gets it, whichever service passed it on.
#pragma once

#include <lambent/http/fields.hpp>
#include <lambent/json.hpp>
#include <lambent/result.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lambent::http {

/// Who invoked the function.
enum class origin : std::uint8_t {
  rest_api,       ///< API Gateway REST API, proxy integration.
  http_api,       ///< API Gateway HTTP API, payload format 2.0 or 1.0.
  function_url,   ///< Lambda function URL.
  load_balancer,  ///< Application Load Balancer.
  websocket_api,  ///< API Gateway WebSocket API.
  vpc_lattice,    ///< VPC Lattice target group, event structure V1 or V2.
};
[[nodiscard]] std::string_view name_of(origin who) noexcept;

/// What a path says of API Gateway's stage. A named stage of an HTTP API is part of the path that
/// the function sees, one of a REST API is not.
enum class stage_policy : std::uint8_t {
  as_received,
  strip_stage,  ///< Never in front: "/orders".
  with_stage,   ///< Always in front, where there is a named stage: "/prod/orders".
};

/// What the service tells beside the request. Members that an origin does not have are empty.
struct request_context {
  std::string_view request_id;  ///< The gateway's; Lambda's is in lambent::context.
  std::string_view stage;       ///< "$default" on function URLs.
  std::string_view account_id;
  std::string_view api_id;
  std::string_view domain_name;
  std::string_view source_ip;  ///< Of the client; behind a load balancer from X-Forwarded-For.
  std::string_view user_agent;
  std::string_view route;  ///< "GET /orders/{id}" (HTTP API), "/orders/{id}" (REST), "$connect".
  std::string_view connection_id;     ///< WebSocket.
  std::string_view event_type;        ///< WebSocket: CONNECT, MESSAGE or DISCONNECT.
  std::string_view message_id;        ///< WebSocket, of a MESSAGE.
  std::string_view target_group_arn;  ///< Load balancer and VPC Lattice.
  /// When the service took the request; the epoch when it did not say.
  std::chrono::sys_time<std::chrono::milliseconds> time;
  std::string_view authorizer;  ///< The authorizer's JSON; empty without one.
  std::string_view json;        ///< All of it, as JSON.
};

/// Move-only. What it shows are views into the event and into the request itself: they end with
/// either, which in a handler is when it returns.
class request {
public:
  /// Takes an event apart, once. The failure says which service's event it looked like, and what
  /// was missing. `event` must outlive the request.
  [[nodiscard]] static result<request> from_event(std::string_view event);

  [[nodiscard]] http::origin origin() const noexcept { return origin_; }
  [[nodiscard]] std::string_view method() const noexcept { return method_; }

  /// The path, percent-encoded as the service sent it, without the query.
  [[nodiscard]] std::string_view raw_path() const noexcept { return path_; }
  /// The same by a policy for the stage.
  [[nodiscard]] std::string path(stage_policy policy = stage_policy::as_received) const;

  /// Of the path's query, decoded. A load balancer passes it on as it came; all others decode it.
  [[nodiscard]] const parameter_views& query() const noexcept { return query_; }
  [[nodiscard]] std::string_view query(std::string_view name,
                                       std::string_view otherwise = {}) const noexcept {
    return query_.get(name, otherwise);
  }
  /// "a=1&b=x%20y", without the question mark: as the client sent it where the service tells, made
  /// anew from the parameters elsewhere.
  [[nodiscard]] std::string query_string() const;

  [[nodiscard]] const header_views& headers() const noexcept { return headers_; }
  [[nodiscard]] std::string_view header(std::string_view name,
                                        std::string_view otherwise = {}) const noexcept {
    return headers_.get(name, otherwise);
  }
  [[nodiscard]] const parameter_views& cookies() const noexcept { return cookies_; }
  [[nodiscard]] std::string_view cookie(std::string_view name,
                                        std::string_view otherwise = {}) const noexcept {
    return cookies_.get(name, otherwise);
  }

  /// From the route: the router's where one matched, otherwise API Gateway's.
  [[nodiscard]] const parameter_views& path_parameters() const noexcept { return path_parameters_; }
  [[nodiscard]] std::string_view path_parameter(std::string_view name) const noexcept {
    return path_parameters_.get(name);
  }
  [[nodiscard]] const parameter_views& stage_variables() const noexcept { return stage_variables_; }

  /// The body's bytes; base64 is already decoded.
  [[nodiscard]] std::string_view body() const noexcept { return body_; }
  /// The body as JSON of a type that lambent/json.hpp knows.
  template <class T>
  [[nodiscard]] result<T> json() const {
    return lambent::json::parse<T>(body_);
  }
  /// The body of an HTML form (application/x-www-form-urlencoded), decoded. Its views live as long
  /// as the request.
  [[nodiscard]] parameter_views form();

  [[nodiscard]] const request_context& context() const noexcept { return context_; }
  /// A claim of the JSON Web Token that API Gateway checked, or of a Cognito user; empty without.
  [[nodiscard]] std::string claim(std::string_view name) const;
  /// A value that a Lambda authorizer handed on; numbers and booleans as their JSON text.
  [[nodiscard]] std::string authorizer_value(std::string_view name) const;

  /// Whether the reply may carry repeated headers; a load balancer says so by its request.
  [[nodiscard]] bool multi_value() const noexcept { return multi_value_; }

  /// For routers: replaces the path parameters. The texts are kept in the request.
  void set_path_parameters(std::vector<std::pair<std::string, std::string>> parameters);

private:
  friend class event_parser;

  // Text that had to be changed, at addresses that stay.
  std::string_view keep(std::string&& text) {
    return *kept_.emplace_back(std::make_unique<std::string>(std::move(text)));
  }
  void add_query(std::string_view query_string, parameter_views& to);

  http::origin origin_ = http::origin::http_api;
  bool multi_value_ = false;
  bool has_query_string_ = false;
  std::string_view method_;
  std::string_view path_;
  std::string_view query_string_;
  std::string_view body_;
  header_views headers_;
  parameter_views query_;
  parameter_views cookies_;
  parameter_views path_parameters_;
  parameter_views stage_variables_;
  request_context context_;
  std::vector<std::unique_ptr<std::string>> kept_;
};

}  // namespace lambent::http
