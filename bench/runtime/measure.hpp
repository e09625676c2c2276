// One run of one contender: started, fed with events, every reply checked byte for byte, killed.
#pragma once

#include <cstddef>
#include <optional>

#include "base/error.hpp"
#include "bench/runtime/contender.hpp"

namespace lambent::bench {

struct placement {
  int stub_cpu = 0;
  int function_cpu = 0;
};

// Where a function may run beside the stub: on the last CPU that this process may use; and on
// another than the stub's, where there are two. To be asked before anything is measured.
[[nodiscard]] placement same_core();
[[nodiscard]] std::optional<placement> two_cores();

struct load {
  std::size_t payload_bytes = 128;
  int warm_up = 100;
  int timed = 1000;
};

struct figures {
  double cold_us = 0;      // posix_spawn → first GET next, parsed
  double response_us = 0;  // event written → reply received, median
  double cycle_us = 0;     // event written → the following GET received, median
  double cpu_us = 0;       // the function's CPU time per invocation, all threads
  double peak_rss_kb = 0;
};

// With timed == 0 only the cold start is taken.
[[nodiscard]] result<figures> measure(const contender& who, const load& what, placement where);

// Per invocation. Fails where the machine or the contender does not allow it; the error says why in
// a few words.
[[nodiscard]] result<double> count_allocations(const contender& who, int invocations);
[[nodiscard]] result<double> count_system_calls(const contender& who, int invocations);

// As root: the pages of files are forgotten, so that the next start reads them from the disk. Those
// that are not written yet stay.
[[nodiscard]] result<> drop_page_cache();

}  // namespace lambent::bench
