// A report as one HTML page that needs nothing else: no scripts, no files, light and dark, narrow
// and wide.
#pragma once

#include <string>

#include "study/report/document.hpp"

namespace lambent::study {

[[nodiscard]] std::string to_html(const document& what);

}  // namespace lambent::study
