// `lambent bench cold`: what a cold start of a function costs, over many of them.
#include "cli/bench/bench.hpp"
#include "cli/bench/distribution.hpp"
#include "cli/bench/show.hpp"
#include "cli/terminal/interrupt.hpp"

namespace lambent::cli {
namespace {

using bench::failure;
using bench::held_configuration;
using bench::sample;
using bench::session;

// As many as there are before something fails or Ctrl-C comes.
std::optional<failure> start_cold(session& with, held_configuration& held, std::size_t runs,
                                  std::vector<sample>& into) {
  progress status;
  for (std::size_t run = 1; run <= runs && !interrupted(); ++run) {
    status.step("cold start " + std::to_string(run) + " of " + std::to_string(runs) + " of " +
                with.name() + "; Ctrl-C ends it");
    if (auto forced = held.force_cold_start(); !forced)
      return failure(in_context("force a cold start", std::move(forced).error()));
    if (interrupted()) break;
    auto called = with.call(with.callers().front());
    if (!called) return std::move(called).error();
    into.push_back(*std::move(called));
  }
  return {};
}

}  // namespace

exit_code bench_cold(const bench_cold_options& options) {
  // Seconds pass between two calls: a connection that was left open may be gone.
  auto with = session::open(options.target, {.command = "cold", .keep_connection = false});
  if (!with) return with.error();
  auto held = with->hold();
  if (!held) return held.error();
  std::vector<sample> samples;
  auto failed = start_cold(*with, *held, options.runs, samples);
  exit_code code = with->say_end(std::move(failed));
  code = with->restore(*held, code);
  return bench::show_distribution(*with, bench::temperature::cold, options.runs, 1,
                                  std::move(samples), {}, code);
}

}  // namespace lambent::cli
