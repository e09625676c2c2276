// The measurements, one function a group of rows. Each has its own function in the engine and
// leaves none behind.
#pragma once

#include <cstddef>

#include "base/error.hpp"
#include "bench/engine/subjects.hpp"
#include "bench/report/table.hpp"

namespace lambent::bench {

struct bench_settings {
  bool quick = false;    // A tenth of every count.
  std::size_t idle = 0;  // Idle environments; 0: the usual number.

  [[nodiscard]] std::size_t scaled(std::size_t count) const { return quick ? count / 10 : count; }
};

struct bench_parts {
  bench_settings settings;
  bench::engine& engine;
  bench::table& table;
};

[[nodiscard]] result<> measure_cold(const bench_parts& with);
[[nodiscard]] result<> measure_cold_at_once(const bench_parts& with);
[[nodiscard]] result<> measure_warm(const bench_parts& with);
[[nodiscard]] result<> measure_throughput(const bench_parts& with);
[[nodiscard]] result<> measure_idle(const bench_parts& with);

}  // namespace lambent::bench
