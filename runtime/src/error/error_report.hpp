// How a failure is told to the Runtime API: the error type for the header, the JSON for the body.
// Pure text; the client sends it.
#pragma once

#include <lambent/failure.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace lambent {

// Lambda ends an error body at 1 MiB on Managed Instances; message and type together stay below.
struct error_limits {
  std::size_t message_bytes_max = 768 * 1024;
  std::size_t type_bytes_max = 16 * 1024;
};

// The type in the only form Lambda keeps, (Runtime|Function)\.[A-Z][a-zA-Z]+: "std::out_of_range"
// becomes "Function.OutOfRange", a type already in that form stays. Without a letter:
// "Function.Unknown".
[[nodiscard]] std::string header_error_type(std::string_view type);

// The same of an extension, where the form is Extension\.[A-Z][a-zA-Z]+.
[[nodiscard]] std::string extension_error_type(std::string_view type);

// {"errorMessage":…,"errorType":…,"stackTrace":[]}
[[nodiscard]] std::string error_body(const failure& why, error_limits limits = {});

}  // namespace lambent
