// Errors and JSON bodies as the HTTP answers that AWS's clients expect.
#pragma once

#include <string>
#include <string_view>

#include "engine/http/message.hpp"
#include "engine/model/error.hpp"

namespace lambent::api {

[[nodiscard]] http::response to_response(const model::api_error& error,
                                         std::string_view request_id);
[[nodiscard]] http::response response_of_type(std::string_view content_type, int status,
                                              std::string body, std::string_view request_id);
[[nodiscard]] http::response json_response(int status, std::string body,
                                           std::string_view request_id);
[[nodiscard]] http::response empty_response(int status, std::string_view request_id);

// For what AWS knows and this version does not: "The operation PublishVersion is not available …";
// and for what nobody knows.
[[nodiscard]] model::api_error operation_not_available(std::string_view operation);
[[nodiscard]] model::api_error unknown_route(std::string_view method, std::string_view target);

}  // namespace lambent::api
