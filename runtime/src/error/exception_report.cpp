#include "exception_report.hpp"

#include <cxxabi.h>

#include <cstdlib>
#include <exception>
#include <typeinfo>
#include <utility>

#include "error_report.hpp"
#include "stack_trace.hpp"

namespace lambent {

std::string demangled(const char* mangled_name) {
  int problem = 0;
  char* const readable = abi::__cxa_demangle(mangled_name, nullptr, nullptr, &problem);
  std::string name = readable != nullptr && problem == 0 ? readable : mangled_name;
  std::free(readable);
  return name;
}

#if __cpp_exceptions

namespace {

// std::throw_with_nested throws a type of the C++ library's own, derived from the one it was given.
std::string without_nesting(std::string type) {
  for (const std::string_view wrapper : {"std::_Nested_exception<", "std::__1::__nested<"}) {
    if (type.starts_with(wrapper) && type.ends_with('>')) {
      type.erase(0, wrapper.size());
      type.pop_back();
      while (type.ends_with(' ')) type.pop_back();
    }
  }
  return type;
}

// The exception being handled, alone.
failure innermost() {
  failure why;
  // The type is known to the C++ runtime even without RTTI in this build.
  if (const std::type_info* const type = abi::__cxa_current_exception_type()) {
    why.type = without_nesting(demangled(type->name()));
  }
  try {
    throw;
  } catch (const failure& thrown) {
    why = thrown;
  } catch (const std::exception& thrown) {
    why.message = thrown.what();
  } catch (const std::string& text) {
    why.message = text;
  } catch (const char* text) {
    why.message = text == nullptr ? "" : text;
  } catch (...) {
    why.message = "an exception that is no std::exception: " + why.type;
  }
  return why;
}

// What the exception being handled carries, as std::throw_with_nested leaves it.
std::exception_ptr nested_in_current() {
  try {
    throw;
  } catch (const std::nested_exception& outer) {
    return outer.nested_ptr();
  } catch (...) {
    return nullptr;
  }
}

}  // namespace

bool exception_in_flight() noexcept { return abi::__cxa_current_exception_type() != nullptr; }

failure current_failure(const call_stack& thrown_at) {
  failure why = innermost();
  if (why.stack_trace.empty()) why.stack_trace = lines_of(thrown_at);
  std::exception_ptr inner = nested_in_current();
  while (inner != nullptr && why.causes.size() < causes_max) {
    try {
      std::rethrow_exception(inner);
    } catch (...) {
      why.causes.push_back(innermost());
      inner = nested_in_current();
    }
  }
  return why;
}

#else

bool exception_in_flight() noexcept { return false; }
failure current_failure(const call_stack&) {
  return {"Unknown", "an exception in a build without exceptions"};
}

#endif

}  // namespace lambent
