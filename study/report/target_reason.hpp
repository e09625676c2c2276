// Why a target is not reached, as far as the record says.
#pragma once

#include <string>

#include "study/report/analysis.hpp"

namespace lambent::study {

/// In words, without a full stop; empty of a target that is reached. What is missing, with its
/// reason; that the interval has the bound in it, and how far which runs scatter; that whole
/// megabytes do not tell; which runs lie far from the others.
[[nodiscard]] std::string reason_of(const target& of, const record& in);

}  // namespace lambent::study
