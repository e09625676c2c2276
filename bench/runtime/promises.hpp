// What the runtime must reach, and whether it did in this run.
#pragma once

#include <string>
#include <vector>

#include "bench/runtime/rounds.hpp"

namespace lambent::bench {

struct promise {
  std::string key;   // For machines.
  std::string what;  // For people.
  double reached = 0;
  double limit = 0;
  std::string not_measured = {};  // Why; empty: it was.

  [[nodiscard]] bool met() const { return not_measured.empty() && reached <= limit; }
};

[[nodiscard]] std::vector<promise> judge(const outcomes& measured);

}  // namespace lambent::bench
