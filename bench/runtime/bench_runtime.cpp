// What the runtime costs against the floor (a static C program without a library) and against other
// languages' runtimes, in one run. `./dev bench runtime` builds those that it can and runs this.
#include <charconv>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "bench/report/machine.hpp"
#include "bench/runtime/contender.hpp"
#include "bench/runtime/table.hpp"

namespace {

using namespace lambent;
using namespace lambent::bench;

struct options {
  effort how;
  std::string json;
  std::string peers;  // The file that lists them; empty: none are measured.
};

constexpr const char* usage =
    "usage: bench_runtime [--rounds N] [--quick] [--peers FILE] [--json FILE]\n";

bool parse(int argc, char** argv, options& out) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--quick") {
      out.how = {.rounds = 1, .quick = true};
      continue;
    }
    if (i + 1 == argc) return false;
    const std::string_view value = argv[++i];
    if (word == "--json") {
      out.json = value;
    } else if (word == "--peers") {
      out.peers = value;
    } else if (word == "--rounds") {
      const auto read = std::from_chars(value.data(), value.data() + value.size(), out.how.rounds);
      if (read.ec != std::errc{} || read.ptr != value.data() + value.size()) return false;
      if (out.how.rounds < 1) return false;
    } else {
      return false;
    }
  }
  return true;
}

result<> run(const options& wanted) {
  std::vector<contender> contenders = own_contenders();
  if (!wanted.peers.empty()) {
    for (contender& peer : TRY(read_peers(wanted.peers))) contenders.push_back(std::move(peer));
  }
  run_report report = {.load_before = load_average()};
  report.measured = TRY(run_rounds(std::move(contenders), wanted.how));
  report.load_after = load_average();
  report.promises = judge(report.measured);
  print(report);
  if (!wanted.json.empty()) return write_json(report, wanted.json);
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  options wanted;
  if (!parse(argc, argv, wanted)) {
    std::fputs(usage, stderr);
    return 2;
  }
  const auto done = run(wanted);
  if (done) return 0;
  std::fprintf(stderr, "\nbench_runtime: %s\n", done.error().what.c_str());
  return 1;
}
