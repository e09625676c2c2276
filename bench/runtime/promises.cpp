#include "bench/runtime/promises.hpp"

#include <filesystem>

namespace lambent::bench {

namespace {

double kilobytes_of(const char* file) {
  std::error_code failed;
  const auto bytes = std::filesystem::file_size(file, failed);
  return failed ? 0 : static_cast<double>(bytes) / 1000;
}

double ratio(const series& ours, const series& others) { return ours.p50() / others.p50(); }

promise against_rust(const outcomes& measured, const outcome& ours) {
  promise made = {.key = "cold_rust", .what = "cold start, of Rust's on one thread", .limit = 0.55};
  if (const outcome* rust = measured.find("rust_current_thread")) {
    made.reached = ratio(ours.cold_us, rust->cold_us);
  } else {
    made.not_measured = "there is no Rust to compare with";
  }
  return made;
}

}  // namespace

std::vector<promise> judge(const outcomes& measured) {
  const outcome* const floor = measured.find("floor");
  const outcome* const ours = measured.find("bytes");
  const outcome* const typed = measured.find("typed");
  const outcome* const floor_pipelined = measured.find("floor_pipelined");
  const outcome* const pipelined = measured.find("pipelined");
  if (floor == nullptr || ours == nullptr || typed == nullptr || floor_pipelined == nullptr ||
      pipelined == nullptr)
    return {};
  const measured_load& at_1_mb = ours->large[1];
  return {
      {"cold", "cold start, of the floor's", ratio(ours->cold_us, floor->cold_us), 1.15},
      against_rust(measured, *ours),
      {"response", "event to response, of the floor's",
       ratio(ours->small.response_us, floor->small.response_us), 1.15},
      {"cpu", "CPU, of the floor's", ratio(ours->small.cpu_us, floor->small.cpu_us), 1.15},
      {"two_cores_cycle", "cycle on two cores, of the floor's",
       ratio(ours->two_cores_cycle_us, floor->two_cores_cycle_us), 1.2, measured.no_two_cores},
      {"pipelined_two_cores_cycle", "pipelined cycle on two cores, of the pipelined floor's",
       ratio(pipelined->two_cores_cycle_us, floor_pipelined->two_cores_cycle_us), 1.2,
       measured.no_two_cores},
      {"typed_cpu", "CPU of a typed handler with its context beyond bytes, us",
       typed->small.cpu_us.p50() - ours->small.cpu_us.p50(), 2},
      {"cpu_1_mb", "CPU of a 1 MB echo, us", at_1_mb.cpu_us.p50(), 300},
      {"allocations", "allocations for an event of bytes", ours->allocations.value, 0,
       ours->allocations.why_not},
      {"hello", "hello, static and stripped, KB", kilobytes_of(LAMBENT_BENCH_HELLO "/bootstrap"),
       900},
  };
}

}  // namespace lambent::bench
