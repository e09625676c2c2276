// The runtime against the floor (a static C program without a library), interleaved, medians over
// rounds. `bench_runtime [--rounds N] [--quick] [--json FILE]`; the table goes to stdout.
#include <sys/stat.h>

#include <charconv>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "bench/runtime/stub.hpp"

namespace lambent::bench {
namespace {

struct row {
  std::string name;
  double ours = 0;
  double floor = 0;
  double target = 0;  // Of ours ÷ floor; of ours itself when `absolute`.
  bool absolute = false;
};

struct contender {
  std::string program;
  std::vector<double> cold = {};
  std::vector<double> response = {};
  std::vector<double> cycle = {};
  std::vector<double> cpu = {};

  void clear() { cold = response = cycle = cpu = {}; }
};

constexpr placement same_core = {.stub_cpu = 1, .function_cpu = 1};
constexpr placement two_cores = {.stub_cpu = 0, .function_cpu = 1};

bool sample(contender& c, const load& what, placement where) {
  const figures f = measure(c.program, what, where);
  if (!f.good) {
    std::fprintf(stderr, "bench_runtime: %s did not echo what it was sent\n", c.program.c_str());
    return false;
  }
  c.cold.push_back(f.cold_us);
  c.response.push_back(f.response_us);
  c.cycle.push_back(f.cycle_us);
  c.cpu.push_back(f.cpu_us);
  return true;
}

// Ours and the floor by turns, so that a busy moment hits both.
bool rounds_of(contender& ours, contender& floor, int rounds, const load& what, placement where) {
  ours.clear();
  floor.clear();
  for (int i = 0; i < rounds; ++i) {
    const bool ours_first = i % 2 == 0;
    if (!sample(ours_first ? ours : floor, what, where)) return false;
    if (!sample(ours_first ? floor : ours, what, where)) return false;
  }
  return true;
}

struct effort {
  int rounds = 5;
  bool quick = false;  // A tenth of the events: whether it works, not how fast it is.

  [[nodiscard]] load of(std::size_t payload_bytes, int timed) const {
    if (quick) timed /= 10;
    return {.payload_bytes = payload_bytes, .warm_up = timed / 10, .timed = timed};
  }
};

bool run_all(const effort& how, std::vector<row>& rows) {
  const int rounds = how.rounds;
  contender ours = {.program = LAMBENT_ECHO};
  contender floor = {.program = LAMBENT_FLOOR};
  if (!rounds_of(ours, floor, rounds * (how.quick ? 2 : 20), {.timed = 0}, same_core)) return false;
  rows.push_back({"cold start, us", median(ours.cold), median(floor.cold), 1.15});

  const load small = how.of(128, 10'000);
  if (!rounds_of(ours, floor, rounds, small, same_core)) return false;
  rows.push_back(
      {"128 B, same core: response, us", median(ours.response), median(floor.response), 1.15});
  rows.push_back({"128 B, same core: cycle, us", median(ours.cycle), median(floor.cycle), 1.15});
  rows.push_back({"128 B, same core: CPU, us", median(ours.cpu), median(floor.cpu), 1.15});
  if (!rounds_of(ours, floor, rounds, small, two_cores)) return false;
  rows.push_back({"128 B, two cores: cycle, us", median(ours.cycle), median(floor.cycle), 1.2});

  struct large {
    const char* name;
    std::size_t bytes;
    int timed;
    double cpu_target_us;
  };
  for (const large& l : {large{"64 KB", 64 << 10, 2000, 0}, large{"1 MB", 1 << 20, 200, 300},
                         large{"5.5 MB", 5632 << 10, 40, 0}}) {
    if (!rounds_of(ours, floor, rounds, how.of(l.bytes, l.timed), same_core)) return false;
    const std::string name = std::string(l.name) + " echo, same core: ";
    rows.push_back({name + "response, us", median(ours.response), median(floor.response), 0});
    rows.push_back({name + "CPU, us", median(ours.cpu), median(floor.cpu), l.cpu_target_us,
                    l.cpu_target_us > 0});
  }
  return true;
}

double kilobytes(const char* file) {
  struct stat s = {};
  return stat(file, &s) == 0 ? static_cast<double>(s.st_size) / 1000 : 0;
}

const char* verdict(const row& r) {
  if (r.target <= 0) return "";
  const double reached = r.absolute ? r.ours : r.ours / r.floor;
  return reached <= r.target ? "reached" : "MISSED";
}

void print(const std::vector<row>& rows) {
  std::printf("%-36s %10s %10s %7s  %s\n", "", "ours", "floor", "ratio", "target");
  for (const row& r : rows) {
    std::printf("%-36s %10.1f %10.1f %7.3f", r.name.c_str(), r.ours, r.floor, r.ours / r.floor);
    if (r.target > 0) {
      std::printf("  %s%g %s", r.absolute ? "<= " : "<= x", r.target, verdict(r));
    }
    std::printf("\n");
  }
}

bool write_json(const char* path, const std::vector<row>& rows) {
  std::FILE* const file = std::fopen(path, "w");
  if (file == nullptr) return false;
  std::fprintf(file, "[");
  const char* separator = "";
  for (const row& r : rows) {
    std::fprintf(file,
                 "%s\n  {\"name\": \"%s\", \"ours\": %.3f, \"floor\": %.3f, \"ratio\": %.4f, ",
                 separator, r.name.c_str(), r.ours, r.floor, r.ours / r.floor);
    std::fprintf(file, "\"target\": %g, \"absolute\": %s}", r.target,
                 r.absolute ? "true" : "false");
    separator = ",";
  }
  std::fprintf(file, "\n]\n");
  return std::fclose(file) == 0;
}

}  // namespace
}  // namespace lambent::bench

int main(int argc, char** argv) {
  using namespace lambent::bench;
  effort how;
  const char* json = nullptr;
  for (int i = 1; i < argc; ++i) {
    const std::string option = argv[i];
    if (option == "--rounds" && i + 1 < argc) {
      const char* const text = argv[++i];
      (void)std::from_chars(text, text + std::strlen(text), how.rounds);
    } else if (option == "--quick") {
      how.quick = true;
      how.rounds = 1;
    } else if (option == "--json" && i + 1 < argc) {
      json = argv[++i];
    } else {
      std::fprintf(stderr, "usage: bench_runtime [--rounds N] [--quick] [--json FILE]\n");
      return 2;
    }
  }
  if (how.rounds < 1) how.rounds = 1;
  std::vector<row> rows;
  if (!run_all(how, rows)) return 1;
  rows.push_back({"hello, stripped static, KB", kilobytes(LAMBENT_HELLO), kilobytes(LAMBENT_FLOOR),
                  900, true});
  print(rows);
  if (json != nullptr && !write_json(json, rows)) {
    std::fprintf(stderr, "bench_runtime: cannot write %s\n", json);
    return 1;
  }
  return 0;
}
