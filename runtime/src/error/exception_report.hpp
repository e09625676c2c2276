// The exception being handled, as a failure. Only where exceptions exist; guarded_call.cpp and
// crash_report.cpp ask.
#pragma once

#include <lambent/failure.hpp>

#include <string>

#include "call_stack.hpp"

namespace lambent {

// "std::__cxx11::basic_string<…>" and so on, readable; the name itself when it cannot be demangled.
[[nodiscard]] std::string demangled(const char* mangled_name);

// Inside a catch block, or in a terminate handler while exception_in_flight(): its type and text,
// those of the exceptions nested in it, and where it was thrown, which the caller knows.
[[nodiscard]] failure current_failure(const call_stack& thrown_at);
[[nodiscard]] bool exception_in_flight() noexcept;

}  // namespace lambent
