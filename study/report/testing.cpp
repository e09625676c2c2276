#include "study/report/testing.hpp"

#include <cmath>
#include <initializer_list>
#include <string_view>

namespace lambent::study {
namespace {

struct figures {
  std::string_view function;
  std::string_view config;
  bool emulated;
  double memory_mb;
  std::initializer_list<double> durations_ms;
  std::initializer_list<double> init_ms;
};

series series_of(const figures& from) {
  series out{.function = std::string(from.function),
             .config = std::string(from.config),
             .emulated = from.emulated,
             .build = "a compiler -O2",
             .code_bytes = 812'345,
             .code_sha256 = "5e"};
  for (double ms : from.durations_ms) out.runs.push_back({ms, std::ceil(ms), from.memory_mb, {}});
  for (double ms : from.init_ms)
    out.cold.push_back({*from.durations_ms.begin(), std::ceil(*from.durations_ms.begin() + ms),
                        from.memory_mb, ms});
  return out;
}

}  // namespace

record example_record() {
  record out{.started = "2026-11-26T10:00:00Z",
             .finished = "2026-11-26T10:30:00Z",
             .place = "this machine"};
  out.facts = {{"CPU", "Example 3000, 2 CPUs"}, {"kernel", "6.1.0"}, {"cgroup", "v1"}};
  const std::initializer_list<figures> all = {
      {"pi-cpp", "x86_64", false, 3, {884.1, 871.32, 879.9, 868.04, 874.77}, {3.11, 2.9, 3.02}},
      {"pi-cpp-int", "x86_64", false, 3, {1990.4, 1977.2, 2004.9, 1984, 1981.5}, {3.2, 3.1, 3.0}},
      {"pi-rust", "x86_64", false, 5, {3611.8, 3587.42, 3640.1, 4480.2, 3602.9}, {7.9, 8.2, 7.7}},
      {"pi-rust-lean",
       "x86_64",
       false,
       5,
       {3590.2, 3621.3, 3577.7, 3600.8, 3612.4},
       {7.6, 7.7, 7.3}},
      {"pi-js",
       "x86_64",
       false,
       58,
       {16712, 16540.5, 16890.3, 16633.1, 16598.9},
       {93.1, 88.4, 90.2}},
      {"pi-cpp-batched", "x86_64", false, 4, {51.2, 49.8, 50.3, 50.9, 49.9}, {3.1, 3.0, 3.2}},
      {"pi-cpp-fast", "x86_64", false, 4, {7.9, 7.7, 7.8, 8.1, 7.6}, {3.0, 3.1, 3.2}},
      {"pi-cpp", "image-x86_64", false, 3, {880.3, 876.1, 882.8, 871.9, 877.0}, {3.4, 3.3, 3.6}},
      {"pi-rust",
       "image-x86_64",
       false,
       5,
       {3620.7, 3598.1, 3633.2, 3608.8, 3611.9},
       {8.4, 8.9, 8.1}},
      {"pi-js",
       "image-x86_64",
       false,
       57,
       {16812, 16640.5, 16790.3, 16733.1, 16698.9},
       {99.1, 104.4, 98.2}},
      {"pi-cpp",
       "arm64",
       true,
       9,
       {9884.1, 9871.32, 9879.9, 9868.04, 9874.77},
       {21.1, 22.9, 23.02}},
      {"pi-cpp-int",
       "arm64",
       true,
       9,
       {17990, 17871.32, 17879.9, 17868.04, 17874.77},
       {21.1, 22.9, 23.02}},
  };
  for (const figures& one : all) out.measured.push_back(series_of(one));
  out.missing = {{"pi-rust", "arm64", "cargo has no target aarch64-unknown-linux-gnu"},
                 {"pi-js", "arm64", "node for arm64 is not installed"}};
  return out;
}

}  // namespace lambent::study
