#include "engine/model/error.hpp"

#include <array>

namespace lambent::model {
namespace {

using enum error_code;

// In the order of the enum, so that the code is the index.
constexpr std::array table{
    error_description{invalid_parameter_value, "InvalidParameterValueException", 400, "message",
                      "User"},
    error_description{invalid_request_content, "InvalidRequestContentException", 400, "message",
                      "User"},
    error_description{validation, "ValidationException", 400, "message", ""},
    error_description{serialization, "SerializationException", 400, "message", ""},
    error_description{code_storage_exceeded, "CodeStorageExceededException", 400, "message",
                      "User"},
    error_description{policy_length_exceeded, "PolicyLengthExceededException", 400, "message",
                      "User"},
    error_description{access_denied, "AccessDeniedException", 403, "Message", ""},
    error_description{resource_not_found, "ResourceNotFoundException", 404, "Message", "User"},
    error_description{unknown_operation, "UnknownOperationException", 404, "Message", ""},
    error_description{resource_conflict, "ResourceConflictException", 409, "message", "User"},
    error_description{precondition_failed, "PreconditionFailedException", 412, "message", "User"},
    error_description{request_too_large, "RequestTooLargeException", 413, "message", "User"},
    error_description{request_entity_too_large, "RequestEntityTooLargeException", 413, "message",
                      ""},
    error_description{unsupported_media_type, "UnsupportedMediaTypeException", 415, "message",
                      "User"},
    error_description{too_many_requests, "TooManyRequestsException", 429, "message", "User"},
    error_description{service, "ServiceException", 500, "Message", "Service"},
    error_description{not_available, "NotAvailableException", 501, "Message", "User"},
    error_description{resource_not_ready, "ResourceNotReadyException", 502, "message", "User"},
    error_description{invalid_runtime, "InvalidRuntimeException", 502, "Message", "User"},
    error_description{invalid_zip_file, "InvalidZipFileException", 502, "Message", "User"},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < table.size(); ++i)
    if (static_cast<std::size_t>(table[i].code) != i) return false;
  return table.size() == static_cast<std::size_t>(invalid_zip_file) + 1;
}
static_assert(in_order());

}  // namespace

const error_description& describe(error_code code) { return table[static_cast<std::size_t>(code)]; }

std::unexpected<api_error> function_not_found(std::string_view arn) {
  return refuse(resource_not_found, "Function not found: " + std::string(arn));
}

std::unexpected<api_error> resource_does_not_exist() {
  return refuse(resource_not_found, "The resource you requested does not exist.");
}

std::unexpected<api_error> not_available(std::string_view what) {
  return refuse(error_code::not_available,
                std::string(what) + " is not available in this version of Lambent.");
}

}  // namespace lambent::model
