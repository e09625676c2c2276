#include "exception_report.hpp"

#include <cxxabi.h>

#include <cstdlib>
#include <exception>
#include <typeinfo>

namespace lambent {

std::string demangled(const char* type_name) {
  int problem = 0;
  char* const readable = abi::__cxa_demangle(type_name, nullptr, nullptr, &problem);
  std::string name = readable != nullptr && problem == 0 ? readable : type_name;
  std::free(readable);
  return name;
}

#if __cpp_exceptions

bool exception_in_flight() noexcept { return abi::__cxa_current_exception_type() != nullptr; }

failure current_failure() {
  failure why;
  // The type is known to the C++ runtime even without RTTI in this build.
  if (const std::type_info* const type = abi::__cxa_current_exception_type()) {
    why.type = demangled(type->name());
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

#else

bool exception_in_flight() noexcept { return false; }
failure current_failure() { return {"Unknown", "an exception in a build without exceptions"}; }

#endif

}  // namespace lambent
