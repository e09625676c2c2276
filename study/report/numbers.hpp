// How the report writes figures: as many digits as the measurement carries, thousands apart.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "study/report/statistics.hpp"

namespace lambent::study {

/// "5,365", "260.4", "21.14": for milliseconds and megabytes, without the unit.
[[nodiscard]] std::string figure(double value);
/// "20,000", "50", "0.2": a round value beside an axis.
[[nodiscard]] std::string round_figure(double value);
/// "12", "12.5": megabytes without the unit, which Lambda gives as whole ones.
[[nodiscard]] std::string whole_figure(double value);
/// "24,126 ms".
[[nodiscard]] std::string milliseconds(double value);
/// "12 MB".
[[nodiscard]] std::string megabytes(double value);
/// "4.12", "18.3", "412": how many times.
[[nodiscard]] std::string times(double value);
/// "95 %" of 0.95; "96.8 %" of 0.968.
[[nodiscard]] std::string percent(double share);
/// "$11.38".
[[nodiscard]] std::string dollars(double value);
/// "4.12 (4.05 to 4.20)".
[[nodiscard]] std::string with_interval(const ratio& of);
/// "three" up to twelve, digits from there on.
[[nodiscard]] std::string count_word(std::size_t count);

}  // namespace lambent::study
