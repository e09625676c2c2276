// A report as Markdown, with its charts as files beside it.
#pragma once

#include <string>

#include "study/report/document.hpp"

namespace lambent::study {

[[nodiscard]] std::string to_markdown(const document& what);

}  // namespace lambent::study
