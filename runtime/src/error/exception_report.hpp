// The exception being handled, as a failure. Only where exceptions exist; loop.cpp and
// crash_report.cpp ask.
#pragma once

#include <lambent/failure.hpp>

#include <string>

namespace lambent {

// "std::__cxx11::basic_string<…>" and so on, readable; the name itself when it cannot be demangled.
[[nodiscard]] std::string demangled(const char* type_name);

// Inside a catch block, or in a terminate handler while exception_in_flight().
[[nodiscard]] failure current_failure();
[[nodiscard]] bool exception_in_flight() noexcept;

}  // namespace lambent
