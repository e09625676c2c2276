// The report on a record: what it says, in which order, with which tables and charts.
#pragma once

#include "study/report/document.hpp"
#include "study/report/record.hpp"

namespace lambent::study {

[[nodiscard]] document compose(const record& of);

}  // namespace lambent::study
