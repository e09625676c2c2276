// One run of an interpreter, which says something of itself.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace lambent::managed {

// Beyond it an interpreter, or the shim before it, hangs.
inline constexpr std::chrono::milliseconds answer_time_max{5000};

// What it prints. Fails with the last line of its standard error where it does not end well, and
// where it takes longer: then it is ended, and what it has started, too. Its surroundings are this
// process's.
[[nodiscard]] result<std::string> ask(const std::string& program,
                                      const std::vector<std::string>& arguments,
                                      std::chrono::milliseconds time_max = answer_time_max);

}  // namespace lambent::managed
