// The report's tables.
#pragma once

#include "study/report/document.hpp"
#include "study/report/record.hpp"

namespace lambent::study {

/// C++ : Rust : JavaScript in each configuration without an emulator.
[[nodiscard]] table languages_table(const record& of);
/// Every comparison that is made, with its interval.
[[nodiscard]] table ratios_table(const record& of);
/// A row for each function and configuration, run by run; published rows beside ours. Outliers
/// carry `outlier_mark`.
[[nodiscard]] table durations_table(const record& of);
[[nodiscard]] table memory_table(const record& of);
[[nodiscard]] table cold_table(const record& of);
[[nodiscard]] table cost_table(const record& of);
/// Functions of another algorithm, beside Rust as published.
[[nodiscard]] table algorithms_table(const record& of);
[[nodiscard]] table targets_table(const record& of);
[[nodiscard]] table facts_table(const record& of);
[[nodiscard]] table builds_table(const record& of);

inline constexpr const char* outlier_mark = "\u2021";  // ‡

}  // namespace lambent::study
