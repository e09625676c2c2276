#include "engine/model/error.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace lambent::model;

TEST_CASE("every error has AWS's name, status, message key and Type") {
  struct row {
    std::string_view name;
    int status;
    std::string_view key;
    std::string_view type;
  };
  constexpr std::array expected{
      row{"InvalidParameterValueException", 400, "message", "User"},
      row{"InvalidRequestContentException", 400, "message", "User"},
      row{"ValidationException", 400, "message", ""},
      row{"SerializationException", 400, "message", ""},
      row{"CodeStorageExceededException", 400, "message", "User"},
      row{"PolicyLengthExceededException", 400, "message", "User"},
      row{"AccessDeniedException", 403, "Message", ""},
      row{"ResourceNotFoundException", 404, "Message", "User"},
      row{"UnknownOperationException", 404, "Message", ""},
      row{"ResourceConflictException", 409, "message", "User"},
      row{"PreconditionFailedException", 412, "message", "User"},
      row{"RequestTooLargeException", 413, "message", "User"},
      row{"RequestEntityTooLargeException", 413, "message", ""},
      row{"UnsupportedMediaTypeException", 415, "message", "User"},
      row{"TooManyRequestsException", 429, "message", "User"},
      row{"ServiceException", 500, "Message", "Service"},
      row{"NotAvailableException", 501, "Message", "User"},
      row{"ResourceNotReadyException", 502, "message", "User"},
      row{"InvalidRuntimeException", 502, "Message", "User"},
      row{"InvalidZipFileException", 502, "Message", "User"},
  };
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const auto& found = describe(static_cast<error_code>(i));
    CHECK(found.name == expected[i].name);
    CHECK(found.status == expected[i].status);
    CHECK(found.message_key == expected[i].key);
    CHECK(found.type == expected[i].type);
  }
}

TEST_CASE("the shared texts are AWS's") {
  CHECK(function_not_found("arn:x").error().message == "Function not found: arn:x");
  CHECK(not_available("The operation PublishVersion").error().message ==
        "The operation PublishVersion is not available in this version of Lambent.");
}
