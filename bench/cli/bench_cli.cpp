// How long a person waits for `lambent`: its start-up, the first build of a project whose runtime
// the compiler cache knows, and a build after one line was changed. Projects are made anew for each
// measurement, in a folder of their own, by `lambent new`.
//   bench_cli [--json FILE] [--quick]
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/process.hpp"
#include "base/temp_dir.hpp"
#include "bench/report/machine.hpp"
#include "bench/report/series.hpp"
#include "bench/report/table.hpp"

namespace {

using namespace lambent;
using namespace lambent::bench;
namespace fs = std::filesystem;

constexpr int starts = 200;
constexpr int builds = 5;

struct bench_options {
  std::string json_file;
  bool quick = false;
};

fs::path program_beside_this() {
  std::error_code ec;
  return fs::read_symlink("/proc/self/exe", ec).parent_path() / "lambent";
}

result<clock_type::duration> timed(std::vector<std::string> argv, const fs::path& in) {
  std::string doing = argv[0] + " " + argv[1];
  const auto begin = clock_type::now();
  process_result ended = TRY(run_process({.argv = std::move(argv),
                                          .cwd = in.string(),
                                          .out = child_stream::discard,
                                          .err = child_stream::capture}));
  const auto taken = clock_type::now() - begin;
  if (!ended.ok()) return fail(doing + ": " + describe_exit(ended) + "\n" + ended.err);
  return taken;
}

result<row> start_up(const std::string& lambent, int count) {
  series measured;
  for (int i = 0; i < count; ++i) measured.add(TRY(timed({lambent, "--version"}, "/")));
  constexpr double p50_us_max = 15'000;
  return row{.key = "start_up",
             .what = "lambent --version",
             .p50 = measured.p50(),
             .p99 = measured.p99(),
             .max = measured.max(),
             .floor = {},
             .count = measured.values.size(),
             .must = "p50 <= 15 ms",
             .met = measured.p50() <= p50_us_max};
}

row build_row(std::string key, std::string what, const series& measured, double us_max,
              std::string must) {
  return {.key = std::move(key),
          .what = std::move(what),
          .p50 = measured.p50(),
          .p99 = {},
          .max = measured.max(),
          .floor = {},
          .count = measured.values.size(),
          .must = std::move(must),
          .met = measured.p50() <= us_max};
}

result<std::vector<row>> project_builds(const std::string& lambent, int count) {
  series fresh;
  series changed;
  testing::temp_dir dir;
  // The first one fills the compiler cache and is not counted.
  for (int i = 0; i <= count; ++i) {
    std::string name = "hello" + std::to_string(i);
    progress("building project " + std::to_string(i) + " of " + std::to_string(count));
    TRY(timed({lambent, "new", name, "-y"}, dir.path));
    auto first = TRY(timed({lambent, "build", "--release"}, dir.path / name));
    std::ofstream(dir.path / name / "src/main.cpp", std::ios::app)
        << "// " << i << " " << clock_type::now().time_since_epoch().count() << "\n";
    auto second = TRY(timed({lambent, "build", "--release"}, dir.path / name));
    if (i == 0) continue;
    fresh.add(first);
    changed.add(second);
  }
  constexpr double fresh_us_max = 5e6;
  return std::vector{
      build_row("fresh_build", "lambent build, fresh project, warm cache", fresh, fresh_us_max,
                "<= 5 s"),
      build_row("changed_build", "lambent build after a change", changed, fresh_us_max, "")};
}

result<> run(const bench_options& options) {
  std::string lambent = program_beside_this().string();
  table out;
  constexpr int quick_starts = 20;
  progress("starting lambent");
  out.add(TRY(start_up(lambent, options.quick ? quick_starts : starts)));
  for (row& each : TRY(project_builds(lambent, options.quick ? 1 : builds)))
    out.add(std::move(each));
  out.print();
  if (options.json_file.empty()) return {};
  return out.write_json(options.json_file);
}

bench_options parse(int argc, char** argv) {
  bench_options out;
  for (int i = 1; i < argc; ++i) {
    std::string word = argv[i];
    if (word == "--quick") {
      out.quick = true;
    } else if (word == "--json" && i + 1 < argc) {
      out.json_file = argv[++i];
    } else {
      std::fprintf(stderr, "usage: bench_cli [--json FILE] [--quick]\n");
      std::exit(2);
    }
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  auto ran = run(parse(argc, argv));
  if (ran) return 0;
  std::fprintf(stderr, "bench_cli: %s\n", ran.error().what.c_str());
  return 1;
}
