// The other side of a function under measurement: starts it, plays the Runtime API to it in one
// epoll thread, and takes the times. It checks every echo byte for byte.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <vector>

namespace lambent::bench {

struct placement {
  int stub_cpu = 0;
  int function_cpu = 0;
};

struct figures {
  double cold_us = 0;      // posix_spawn → first GET next, parsed
  double response_us = 0;  // event written → POST received, median
  double cycle_us = 0;     // event written → the following GET received, median
  double cpu_us = 0;       // the function's CPU time per invocation
  long max_rss_kb = 0;
  bool good = false;  // Every echo was right and the function lived.
};

struct load {
  std::size_t payload_bytes = 128;
  int warm_up = 100;
  int timed = 1000;
};

// Runs `program` for one load; with timed == 0 only the cold start is taken.
[[nodiscard]] figures measure(const std::string& program, const load& what, placement where);

[[nodiscard]] double median(std::vector<double> values);

}  // namespace lambent::bench
