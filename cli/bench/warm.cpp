// `lambent bench warm`: how long the calls of a function take that is up.
#include <atomic>
#include <mutex>

#include "cli/bench/bench.hpp"
#include "cli/bench/distribution.hpp"
#include "cli/bench/show.hpp"
#include "cli/invoke/crew.hpp"
#include "cli/terminal/interrupt.hpp"

namespace lambent::cli {
namespace {

using bench::failure;
using bench::sample;
using bench::session;

// So many calls, by all callers of the session at once.
class calls {
public:
  calls(session& with, std::size_t count, std::string what)
      : with_(with), count_(count), what_(std::move(what)) {}

  // An error where the machine has no more threads.
  result<> run() {
    return run_crew(with_.callers(), {.call = [this](aws::client& by) { return call(by); },
                                      .status = [this] { return status(); },
                                      .stop = [this] { stop_ = true; }});
  }

  std::vector<sample>& samples() { return samples_; }
  std::optional<failure>& failed() { return failed_; }

private:
  bool call(aws::client& by) {
    if (stop_ || interrupted() || next_.fetch_add(1) >= count_) return false;
    auto called = with_.call(by);
    const std::lock_guard lock(mutex_);
    if (called) {
      samples_.push_back(*std::move(called));
      return true;
    }
    if (!failed_) failed_.emplace(std::move(called).error());
    stop_ = true;
    return false;
  }

  std::string status() {
    const std::lock_guard lock(mutex_);
    return std::to_string(samples_.size()) + " of " + std::to_string(count_) + " " + what_ +
           "; Ctrl-C ends it";
  }

  session& with_;
  std::size_t count_;
  std::string what_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<bool> stop_ = false;
  std::mutex mutex_;  // Guards what follows while threads run.
  std::vector<sample> samples_;
  std::optional<failure> failed_;
};

}  // namespace

exit_code bench_warm(const bench_warm_options& options) {
  const std::size_t at_a_time = std::min(options.concurrency, options.runs);
  auto with =
      session::open(options.target,
                    {.command = "warm", .qualifier = options.qualifier, .concurrency = at_a_time});
  if (!with) return with.error();
  if (auto there = with->look(); !there) return there.error();
  // One for each caller: environments begin, and connections are opened.
  calls before(*with, at_a_time, "calls that warm it up");
  calls counted(*with, options.runs, "calls");
  auto ran = before.run();
  if (ran && !before.failed() && !interrupted()) ran = counted.run();
  if (!ran)
    return report(in_context("bench warm " + options.target.name, std::move(ran).error()),
                  exit_code::failed);
  const exit_code code =
      with->say_end(std::move(before.failed() ? before.failed() : counted.failed()));
  return bench::show_distribution(*with, bench::temperature::warm, options.runs, at_a_time,
                                  std::move(counted.samples()), std::move(before.samples()), code);
}

}  // namespace lambent::cli
