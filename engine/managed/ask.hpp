// One run of an interpreter, which says something of itself.
#pragma once

#include <string>
#include <vector>

#include "base/error.hpp"

namespace lambent::managed {

// What it prints. Fails with the last line of its standard error where it does not end well. It
// has some seconds, and its surroundings are this process's.
[[nodiscard]] result<std::string> ask(const std::string& program,
                                      const std::vector<std::string>& arguments);

}  // namespace lambent::managed
