// The end of `bench cold` and `bench warm`: reports are fetched, and the distribution is printed
// and drawn.
#pragma once

#include "cli/bench/distribution.hpp"
#include "cli/bench/session.hpp"

namespace lambent::cli::bench {

// `so_far` unless something more goes wrong. Where nothing was measured, nothing is shown.
[[nodiscard]] exit_code show_distribution(session& of, temperature wanted, std::size_t asked,
                                          std::size_t concurrency, std::vector<sample> samples,
                                          std::vector<sample> before, exit_code so_far);

}  // namespace lambent::cli::bench
