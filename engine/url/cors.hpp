// Cross-origin requests to a function URL that has a CORS configuration: preflights are answered
// without the function, and every other answer gets the configured headers beside its own.
// Source: https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-cors
#pragma once

#include <string_view>

#include "engine/http/message.hpp"
#include "engine/model/function_url.hpp"

namespace lambent::url {

// OPTIONS with an Origin and an Access-Control-Request-Method.
[[nodiscard]] bool is_preflight(const http::request& request);

// An origin that is not allowed gets no header, and its browser refuses.
[[nodiscard]] http::response answer_preflight(const model::cors_config& cors,
                                              std::string_view origin);

// `origin` is the request's; nothing is added for a request without one.
void add_cors(http::headers& to, const model::cors_config& cors, std::string_view origin);

}  // namespace lambent::url
