// The study's function around any way of computing the digits: event in, reply out.
#pragma once

#include <string>

namespace pi {

/// Serves invocations until the environment ends. `first_digits` gives as many digits of pi as it
/// is asked for, in ASCII and without the point.
[[nodiscard]] int serve(std::string (*first_digits)(unsigned count));

}  // namespace pi
