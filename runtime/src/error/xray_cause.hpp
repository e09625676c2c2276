// What X-Ray is told of a failure: the value of the header
// Lambda-Runtime-Function-XRay-Error-Cause.
#pragma once

#include <lambent/failure.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace lambent {

// Lambda takes 64 KB; a proxy or an emulator between may take less for all headers.
inline constexpr std::size_t xray_cause_bytes_max = 16 * 1024;

// {"working_directory":…,"exceptions":[{"type":…,"message":…,"stack":[{"path":…,"line":0,
// "label":…}]}],"paths":[]}: ASCII in one line, an exception for each failure of the chain, the
// outermost first. Empty when it would be longer than a header may be.
[[nodiscard]] std::string xray_cause(const failure& why, std::string_view working_directory);
[[nodiscard]] std::string xray_cause(const failure& why);  // Of this process's directory.

}  // namespace lambent
