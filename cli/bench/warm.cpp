// `lambent bench warm`: how long the calls of a function take that is up.
#include "cli/bench/bench.hpp"
#include "cli/bench/calls.hpp"
#include "cli/bench/distribution.hpp"
#include "cli/bench/show.hpp"
#include "cli/terminal/interrupt.hpp"

namespace lambent::cli {

using bench::calls;
using bench::session;
using bench::sharing;

exit_code bench_warm(const bench_warm_options& options) {
  const std::size_t at_a_time = std::min(options.concurrency, options.runs);
  auto with =
      session::open(options.target,
                    {.command = "warm", .qualifier = options.qualifier, .concurrency = at_a_time});
  if (!with) return with.error();
  if (auto there = with->look(); !there) return there.error();
  const auto call = [&](aws::client& by) { return with->call(by); };
  // Environments begin, and connections are opened.
  calls before({.count = at_a_time,
                .between_callers = sharing::one_each,
                .what = "calls that warm it up",
                .make = call});
  calls counted({.count = options.runs, .what = "calls", .make = call});
  auto ran = before.run(with->callers());
  if (ran && !before.failed() && !interrupted()) ran = counted.run(with->callers());
  if (!ran)
    return report(in_context("bench warm " + options.target.name, std::move(ran).error()),
                  exit_code::failed);
  const exit_code code =
      with->say_end(std::move(before.failed() ? before.failed() : counted.failed()));
  return bench::show_distribution(*with, bench::temperature::warm, options.runs, at_a_time,
                                  std::move(counted.samples()), std::move(before.samples()), code);
}

}  // namespace lambent::cli
