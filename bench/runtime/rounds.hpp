// All contenders by turns, round after round, so that a busy moment of the machine hits all of
// them.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "bench/report/series.hpp"
#include "bench/runtime/contender.hpp"

namespace lambent::bench {

struct effort {
  int rounds = 5;
  // One short round that leaves the machine's page cache alone: whether it works, not how fast.
  bool quick = false;
};

struct large_payload {
  const char* name;
  std::size_t bytes;
  int timed;
};

inline constexpr std::array<large_payload, 3> large_payloads = {
    {{"64 KB", 64 << 10, 2000}, {"1 MB", 1 << 20, 200}, {"5.5 MB", 5632 << 10, 40}}};

// Of one payload on one core, a value for each round: see figures.
struct measured_load {
  series response_us, cycle_us, cpu_us, peak_rss_kb;
};

struct counted {
  double value = 0;
  std::string why_not = "not measured";  // Empty: it was.
};

struct outcome {
  contender who;  // Also `missing` when it broke; then nothing else counts.
  series cold_us, cold_cache_us, two_cores_cycle_us;
  measured_load small;
  std::array<measured_load, large_payloads.size()> large;
  counted allocations, system_calls;
  std::size_t program_bytes = 0;
  std::size_t zip_bytes = 0;
};

struct outcomes {
  std::vector<outcome> rows;  // In the order of the contenders.
  std::string no_cold_cache;  // Why it was not measured; empty: it was.
  std::string no_two_cores;

  [[nodiscard]] const outcome* find(const std::string& key) const;
};

// An own contender that breaks is an error; a peer that does is reported in its row.
[[nodiscard]] result<outcomes> run_rounds(std::vector<contender> contenders, const effort& how);

}  // namespace lambent::bench
