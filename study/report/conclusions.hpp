// What follows from the figures, in words. Which sentence is written, and whether it is written at
// all, is decided by the figures; emulated runs decide nothing.
#pragma once

#include <string>
#include <vector>

#include "study/report/record.hpp"
#include "study/report/statistics.hpp"

namespace lambent::study {

[[nodiscard]] std::vector<std::string> conclusions_of(const record& of);

/// "C++ is 3.91 times as fast as Rust (96.8 % interval 3.85 to 4.02)", the faster one first; or
/// that the runs do not tell the two apart. `slower` is how many times as long the second took.
[[nodiscard]] std::string speed_sentence(const std::string& first, const std::string& second,
                                         const ratio& slower);

}  // namespace lambent::study
