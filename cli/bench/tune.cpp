// `lambent bench tune`: which memory size suits a function.
#include <algorithm>

#include "cli/bench/bench.hpp"
#include "cli/bench/session.hpp"
#include "cli/bench/tuning.hpp"
#include "cli/terminal/interrupt.hpp"

namespace lambent::cli {
namespace {

using bench::failure;
using bench::held_configuration;
using bench::sample;
using bench::session;

// What was called at one memory size, and what ended it.
struct tried_size {
  unsigned memory_mb = 0;
  std::vector<sample> samples{};
  std::optional<failure> failed{};
};

// A function may need more memory than a size has, and an account may have no size so large: the
// other sizes are measured all the same.
bool is_of_size(const failure& failed) {
  return failed.of_function || failed.why.is("InvalidParameterValueException") ||
         failed.why.is("ValidationException");
}

tried_size try_size(session& with, held_configuration& held, unsigned memory_mb, std::size_t runs,
                    progress& status) {
  tried_size out{.memory_mb = memory_mb};
  auto set = held.set_memory(memory_mb);
  if (!set) {
    out.failed = failure(in_context("set the memory size", std::move(set).error()));
    return out;
  }
  // The first is a cold start.
  for (std::size_t run = 0; run <= runs && !interrupted(); ++run) {
    status.step(with.name() + " with " + std::to_string(memory_mb) + " MB: call " +
                std::to_string(run) + " of " + std::to_string(runs) + "; Ctrl-C ends it");
    auto called = with.call(with.callers().front());
    if (!called) {
      // What Ctrl-C broke off says nothing of the size.
      if (interrupted()) return out;
      out.failed = std::move(called).error();
      return out;
    }
    out.samples.push_back(*std::move(called));
  }
  return out;
}

// The reports of all sizes are fetched together.
std::expected<void, failure> add_reports(session& with, std::vector<tried_size>& to) {
  std::vector<sample> all;
  for (tried_size& each : to)
    for (sample& one : each.samples) all.push_back(std::move(one));
  TRY(with.add_reports(all));
  auto next = all.begin();
  for (tried_size& each : to)
    for (sample& one : each.samples) one = std::move(*next++);
  return {};
}

exit_code show(session& with, std::vector<tried_size>&& tried, std::size_t runs, unsigned memory_mb,
               exit_code so_far) {
  if (auto added = add_reports(with, tried); !added) return with.say(std::move(added).error());
  so_far = with.heed_interrupt(so_far);
  std::vector<sample> all;
  for (const tried_size& each : tried)
    all.insert(all.end(), each.samples.begin(), each.samples.end());
  bench::tuning found{
      .of = with.subject_of(all), .runs = runs, .interrupted = so_far == exit_code::interrupted};
  found.of.memory_mb = memory_mb;
  bool any = false;
  bool suits = false;
  for (const tried_size& each : tried) {
    found.sizes.push_back(
        bench::size_of(each.memory_mb, found.of.architecture, each.samples,
                       each.failed ? each.failed->why.error.what : std::string()));
    any |= found.sizes.back().duration_ms.has_value();
    suits |= found.sizes.back().suits();
  }
  // Of a function that fails at every size, the failure is the result.
  const auto failed =
      std::ranges::find_if(tried, [](const tried_size& each) { return each.failed.has_value(); });
  if (!suits && so_far == exit_code::ok && failed != tried.end()) {
    so_far = with.say(*std::move(failed->failed));
    if (!any) return so_far;
  }
  const bool text = with.target().output == output_format::text;
  so_far = finish_with(text ? as_text(found) : as_json(found), so_far);
  return with.draw(as_svg(found), so_far);
}

}  // namespace

exit_code bench_tune(const bench_tune_options& options) {
  auto sizes = bench::memory_sizes(options.memory);
  if (!sizes)
    return report(
        in_context("bench tune " + options.target.name + ": --memory", std::move(sizes).error()),
        exit_code::usage);
  auto with = session::open(options.target, {.command = "tune"});
  if (!with) return with.error();
  auto held = with->hold();
  if (!held) return held.error();
  std::vector<tried_size> tried;
  std::optional<failure> failed;
  {
    progress status;
    for (unsigned memory_mb : *sizes) {
      if (interrupted() || failed) break;
      tried.push_back(try_size(*with, *held, memory_mb, options.runs, status));
      if (tried.back().failed && !is_of_size(*tried.back().failed)) failed = tried.back().failed;
    }
  }
  exit_code code = with->say_end(std::move(failed));
  code = with->restore(*held, code);
  if (tried.empty()) return code;
  return show(*with, std::move(tried), options.runs, held->memory_mb(), code);
}

}  // namespace lambent::cli
