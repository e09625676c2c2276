// A floating point number as AWS writes it, in answers and in what it quotes: 0.25, 2.0, 1.0E-5.
#pragma once

#include <string>

namespace lambent::api {

// Source: https://docs.oracle.com/javase/8/docs/api/java/lang/Double.html#toString-double-
[[nodiscard]] std::string decimal(double number);

}  // namespace lambent::api
