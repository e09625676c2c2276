// Every measured and every published value, one a line, for other programs (RFC 4180).
#pragma once

#include <string>

#include "study/report/record.hpp"

namespace lambent::study {

/// Columns: source (measured, published), function, config, emulated, kind (warm, cold), run,
/// duration_ms, billed_ms, max_memory_mb, init_ms. What is not known is empty.
[[nodiscard]] std::string to_csv(const record& what);

}  // namespace lambent::study
