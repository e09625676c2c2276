// The outcome of a run, for people and for machines.
#pragma once

#include <string>
#include <vector>

#include "base/error.hpp"
#include "bench/runtime/promises.hpp"
#include "bench/runtime/rounds.hpp"

namespace lambent::bench {

struct run_report {
  outcomes measured;
  std::vector<promise> promises;
  double load_before = 0;  // Average of the machine in the minute before.
  double load_after = 0;   // Ours is about 1.
};

void print(const run_report& report);
[[nodiscard]] result<> write_json(const run_report& report, const std::string& path);

}  // namespace lambent::bench
