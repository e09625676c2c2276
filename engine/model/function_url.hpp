// A function URL as the service keeps it: its id, who may call it, CORS, and how responses go out.
// Values only: engine/api reads and renders them, engine/url serves them.
// Source: https://docs.aws.amazon.com/lambda/latest/api/API_FunctionUrlConfig.html
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lambent::model {

enum class url_auth_type : std::uint8_t { none, aws_iam };
enum class invoke_mode : std::uint8_t { buffered, response_stream };

// https://docs.aws.amazon.com/lambda/latest/api/API_Cors.html; absent is what was never given.
struct cors_config {
  std::optional<bool> allow_credentials;
  std::optional<std::vector<std::string>> allow_headers;
  std::optional<std::vector<std::string>> allow_methods;
  std::optional<std::vector<std::string>> allow_origins;
  std::optional<std::vector<std::string>> expose_headers;
  std::optional<std::int64_t> max_age_s;
  bool operator==(const cors_config&) const = default;
};

struct function_url_config {
  std::string id;  // url_id() of its ARN.
  url_auth_type auth_type = url_auth_type::none;
  invoke_mode mode = invoke_mode::buffered;
  std::optional<cors_config> cors;
  std::int64_t created_ms = 0;   // Unix time.
  std::int64_t modified_ms = 0;  // Unix time.
  bool operator==(const function_url_config&) const = default;
};

// The id of the URL of this ARN (qualified for an alias): 32 of [a-z0-9], as AWS's. The same ARN
// always has the same id, so that a local address survives a function that is made anew.
[[nodiscard]] std::string url_id(std::string_view arn);

// FunctionUrl: "http://<id>.lambda-url.<region>.localhost:4566/". `host` is the request's Host
// header, of which the port is kept.
[[nodiscard]] std::string function_url(std::string_view id, std::string_view region,
                                       std::string_view host);

}  // namespace lambent::model
