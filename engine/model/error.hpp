// An error of the Lambda API as a value: AWS's code, its text, and what the answer carries beside
// them. One table (`describe`) maps a code to status and spelling; engine/api/respond renders it.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace lambent::model {

enum class error_code : std::uint8_t {
  invalid_parameter_value,
  invalid_request_content,
  validation,
  serialization,
  code_storage_exceeded,
  policy_length_exceeded,
  access_denied,
  resource_not_found,
  unknown_operation,
  resource_conflict,
  precondition_failed,
  request_too_large,
  request_entity_too_large,
  unsupported_media_type,
  too_many_requests,
  service,
  not_available,
  resource_not_ready,
  invalid_runtime,
  invalid_zip_file,
};

struct error_description {
  error_code code;
  std::string_view name;         // As in x-amzn-ErrorType.
  int status;                    // HTTP.
  std::string_view message_key;  // "message" or "Message": AWS uses both.
  std::string_view type;         // The body's Type; empty when AWS leaves it out.
};

[[nodiscard]] const error_description& describe(error_code code);

struct api_error {
  error_code code = error_code::service;
  std::string message;
  std::string reason;     // ThrottleReason; only for too_many_requests.
  bool with_type = true;  // False for the few texts that AWS sends without Type.
  std::string detail{};   // What AWS's text does not say; goes into a header.
};

template <class T = void>
using answer = std::expected<T, api_error>;

[[nodiscard]] inline std::unexpected<api_error> refuse(error_code code, std::string message) {
  return std::unexpected(api_error{code, std::move(message), {}, true});
}

// The texts that several operations share.
[[nodiscard]] std::unexpected<api_error> function_not_found(std::string_view arn);
[[nodiscard]] std::unexpected<api_error> resource_does_not_exist();
[[nodiscard]] std::unexpected<api_error> not_available(std::string_view what);

}  // namespace lambent::model
