// What a project and its function may be called.
#pragma once

#include <string_view>

#include "base/error.hpp"

namespace lambent::cli {

// Lambda's rule for function names, and CMake's for targets.
[[nodiscard]] result<> check_name(std::string_view name);

}  // namespace lambent::cli
