// Which function an HTTP request is for, and whether it may call it: function URLs by their host,
// any function by its path, and the configured routes. Pure: it runs nothing.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/api/registry.hpp"
#include "engine/http/message.hpp"
#include "engine/url/event.hpp"
#include "engine/url/router.hpp"

namespace lambent::engine {

// How a function's answer becomes a response.
enum class url_mode : std::uint8_t {
  buffered,         // It is wanted whole, and read as an answer.
  response_stream,  // It leaves as it comes; one that comes whole is the body.
  as_answered,      // A stream leaves as it comes; what comes whole is read as an answer.
};

struct admitted_request {
  model::function_ptr function;
  std::string invoked_arn;  // Qualified when the caller or the URL names an alias or a version.
  std::string api_id;       // The URL's id, or the function's name.
  std::string target;       // What the function sees.
  std::string route_key = "$default";
  std::vector<std::pair<std::string, std::string>> path_parameters;
  url_mode mode = url_mode::as_answered;
  std::optional<model::cors_config> cors;
  std::optional<url::iam_caller> signer;
};

// Where to look, and for whom.
struct admission_context {
  const api::registry& functions;
  const url::routing& routing;
  std::string_view account, region;  // The caller's, for functions named by a path.
  double choice = 1;  // For aliases that divide their invocations; see model::resolve.
};

// Whether a request names a function or its URL, before anything else is made of it.
[[nodiscard]] bool addresses_function(const http::request& head);

// What is refused, and a preflight, is answered at once.
[[nodiscard]] std::expected<admitted_request, http::response> admit(
    const http::request& request, const admission_context& context);

}  // namespace lambent::engine
