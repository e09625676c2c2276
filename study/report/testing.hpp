// A made-up record for tests: three languages, two architectures of which one is emulated, one
// outlier, one function that is missing.
#pragma once

#include "study/report/record.hpp"

namespace lambent::study {

[[nodiscard]] record example_record();

}  // namespace lambent::study
