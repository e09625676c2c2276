#include "engine/api/respond.hpp"

#include <utility>

#include "base/json_string.hpp"

namespace lambent::api {
namespace {

constexpr std::size_t detail_bytes_max = 1'024;

}  // namespace

http::response to_response(const model::api_error& error, std::string_view request_id) {
  const auto& about = model::describe(error.code);
  std::string body = "{";
  if (!error.reason.empty()) body += "\"Reason\":" + json_string(error.reason) + ",";
  if (error.with_type && !about.type.empty()) body += "\"Type\":" + json_string(about.type) + ",";
  body += json_string(about.message_key) + ":" + json_string(error.message) + "}";
  http::response made = json_response(about.status, std::move(body), request_id);
  made.headers.add("x-amzn-ErrorType", about.name);
  if (!error.detail.empty())
    made.headers.add("X-Lambent-Error", std::string_view(error.detail).substr(0, detail_bytes_max));
  return made;
}

http::response response_of_type(std::string_view content_type, int status, std::string body,
                                std::string_view request_id) {
  http::response made;
  made.status = status;
  made.headers.add("Content-Type", content_type);
  made.headers.add("x-amzn-RequestId", request_id);
  made.body = std::move(body);
  return made;
}

http::response json_response(int status, std::string body, std::string_view request_id) {
  return response_of_type("application/json", status, std::move(body), request_id);
}

http::response empty_response(int status, std::string_view request_id) {
  return json_response(status, {}, request_id);
}

model::api_error operation_not_available(std::string_view operation) {
  return model::not_available("The operation " + std::string(operation)).error();
}

model::api_error unknown_route(std::string_view method, std::string_view target) {
  return {model::error_code::unknown_operation,
          "No operation has " + std::string(method) + " " +
              std::string(target.substr(0, target.find('?'))) + ".",
          {},
          true};
}

}  // namespace lambent::api
