// What images cost: unpacking one, against `umoci unpack` of the same image, and the cold start of
// a function that is one, against the same function as a zip, and what transfer.hpp measures. Each
// after the other in the same run, so that ratios hold whatever the machine was doing.
//   bench_images [--json FILE] [--quick]
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "base/process.hpp"
#include "base/temp_dir.hpp"
#include "bench/engine/subjects.hpp"
#include "bench/images/sample.hpp"
#include "bench/images/transfer.hpp"
#include "bench/report/machine.hpp"
#include "bench/report/series.hpp"
#include "bench/report/table.hpp"
#include "engine/images/layer_folders.hpp"
#include "oci/image.hpp"
#include "oci/layout/layout_source.hpp"

namespace {

using namespace lambent;
using namespace lambent::bench;
namespace fs = std::filesystem;

struct bench_options {
  std::string json_file;
  bool quick = false;
};

struct measured {
  series umoci, unpack, durable, again;
};

struct cold_times {
  series zip, image;
};

constexpr double speed_of_umoci_min = 0.7;
constexpr double of_a_zip_max = 1.5;
constexpr std::size_t cold_warm_up_rounds = 5;
// Sandboxes are prepared again meanwhile.
constexpr std::chrono::milliseconds gap{20};

// What the one before has written is on disk before the next begins.
void settle() { ::sync(); }

result<clock_type::duration> run_umoci(const fs::path& layout, const fs::path& into) {
  std::vector<std::string> argv{"umoci", "unpack"};
  if (::geteuid() != 0) argv.emplace_back("--rootless");
  argv.insert(argv.end(), {"--image", layout.string() + ":sample", into.string()});
  settle();
  const auto begin = clock_type::now();
  auto ended = TRY(run_process(
      {.argv = std::move(argv), .out = child_stream::discard, .err = child_stream::capture}));
  const auto taken = clock_type::now() - begin;
  if (!ended.ok()) return fail("umoci unpack: " + describe_exit(ended) + "\n" + ended.err);
  return taken;
}

result<clock_type::duration> place(const fs::path& layout, const fs::path& into,
                                   store::durability kept) {
  settle();
  const auto begin = clock_type::now();
  auto source = TRY(oci::open_layout(layout.string(), "sample"));
  auto image = TRY(oci::read_image(*source, {.architecture = "amd64"}));
  auto folders = TRY(images::layer_folders::open(into, kept));
  oci::unpack_budget budget;
  (void)TRY(folders->place(*source, image, budget));
  return clock_type::now() - begin;
}

result<> measure_once(const fs::path& layout, bool with_umoci, measured& into) {
  testing::temp_dir round;
  if (with_umoci) into.umoci.add(TRY(run_umoci(layout, round.path / "umoci")));
  into.unpack.add(TRY(place(layout, round.path / "ours", store::durability::temporary)));
  into.durable.add(TRY(place(layout, round.path / "durable", store::durability::kept)));
  into.again.add(TRY(place(layout, round.path / "durable", store::durability::kept)));
  return {};
}

row row_of(std::string key, std::string what, const series& of, const series& floor) {
  row out{.key = std::move(key),
          .what = std::move(what),
          .p50 = of.p50(),
          .p99 = of.p99(),
          .max = of.max(),
          .count = of.values.size()};
  if (!floor.values.empty()) out.floor = floor.p50();
  return out;
}

table table_of(const measured& all) {
  table out;
  row unpack = row_of("unpack", "unpack an image; floor: umoci", all.unpack, all.umoci);
  if (unpack.floor) {
    unpack.must = "umoci's speed x 0.7";
    unpack.met = unpack.p50 * speed_of_umoci_min <= *unpack.floor;
    out.add(row_of("umoci", "umoci unpack", all.umoci, {}));
  }
  out.add(std::move(unpack));
  out.add(row_of("unpack_durable", "the same, synced; floor: umoci, not synced", all.durable,
                 all.umoci));
  out.add(row_of("place_again", "the same image again", all.again, {}));
  return out;
}

// From "go" to the function's GET /next, of an Invoke that finds no environment.
result<> start_cold(engine& of, const std::string& function, series& into) {
  TRY(of.make_cold(function));
  TRY(pause_for(gap));
  reply answer = TRY(of.invoke({.function = function, .payload = "{}", .tail = true}));
  double init_ms = init_duration_ms(answer);
  if (init_ms < 0) return fail("an Invoke that should have been cold was not");
  constexpr double us_per_ms = 1000;
  into.add(init_ms * us_per_ms);
  return {};
}

result<cold_times> measure_cold_starts(const fs::path& layout, std::size_t rounds) {
  auto subject = TRY(engine::start());
  TRY(subject.create("zip"));
  TRY(subject.create_from_image("image", "oci:" + layout.string() + ":sample"));
  cold_times warm_up, out;
  for (std::size_t i = 0; i < cold_warm_up_rounds + rounds; ++i) {
    progress("cold starts " + std::to_string(i));
    cold_times& into = i < cold_warm_up_rounds ? warm_up : out;
    TRY(start_cold(subject, "zip", into.zip));
    TRY(start_cold(subject, "image", into.image));
  }
  return out;
}

row cold_row(const cold_times& cold) {
  row out = row_of("cold_start", "cold start of an image; floor: as a zip", cold.image, cold.zip);
  out.must = "1.5 x the zip's";
  out.met = out.p50 <= of_a_zip_max * *out.floor;
  return out;
}

// The rows of a running engine and of the registries' clients.
result<> measure_rest(const fs::path& layout, const bench_options& options, std::size_t starts,
                      table& rows) {
  rows.add(cold_row(TRY(measure_cold_starts(layout, starts))));
  // The programs stand beside this one.
  return measure_transfers(
      {.programs = fs::read_symlink("/proc/self/exe").parent_path(), .quick = options.quick}, rows);
}

result<> run(const bench_options& options) {
  sample_size size{.bytes = 300'000'000, .files = 20'000};
  int rounds = 5;
  std::size_t starts = 100;
  if (options.quick) {
    size = {.bytes = 60'000'000, .files = 4'000};
    rounds = 3;
    starts = 20;
  }
  testing::temp_dir dir;
  progress("writing the image");
  TRY(write_sample(dir.path / "image", size, LAMBENT_BENCH_ECHO_FUNCTION));
  const bool with_umoci = !find_program("umoci").empty();
  if (!with_umoci) std::fputs("umoci is not installed: its rows are left out\n", stderr);
  measured all;
  for (int i = 0; i < rounds; ++i) {
    progress("round " + std::to_string(i + 1) + " of " + std::to_string(rounds));
    TRY(measure_once(dir.path / "image", with_umoci, all));
  }
  table rows = table_of(all);
  auto rest = measure_rest(dir.path / "image", options, starts, rows);
  // What was measured before a failure took minutes.
  rows.print();
  if (!rest || options.json_file.empty()) return rest;
  return rows.write_json(options.json_file);
}

bench_options parse(int argc, char** argv) {
  bench_options out;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--quick") == 0) {
      out.quick = true;
    } else if (std::strcmp(argv[i], "--json") == 0 && i + 1 < argc) {
      out.json_file = argv[++i];
    } else {
      std::fputs("usage: bench_images [--json FILE] [--quick]\n", stderr);
      std::exit(2);
    }
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  stop_on_signals();
  auto ran = run(parse(argc, argv));
  if (ran) return 0;
  std::fprintf(stderr, "bench_images: %s\n", ran.error().what.c_str());
  return 1;
}
