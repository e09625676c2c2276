// A record as one JSON file, study.json: what a study keeps while it runs, goes on from after an
// interruption, and makes its report of. The format is described in docs/study/record.md.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"
#include "study/report/record.hpp"

namespace lambent::study {

/// Grows with each change that an older reader would misread.
inline constexpr int record_format = 1;

/// Ends in a newline; a line for each sample, so that two records can be told apart by eye.
[[nodiscard]] std::string to_json(const record& what);

/// The error says where: "measured[2].runs[0].duration_ms is not a number". Members of other names
/// are skipped.
[[nodiscard]] result<record> from_json(std::string_view text);

}  // namespace lambent::study
