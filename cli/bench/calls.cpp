#include "cli/bench/calls.hpp"

#include "cli/invoke/crew.hpp"
#include "cli/terminal/interrupt.hpp"

namespace lambent::cli::bench {

result<> calls::run(std::vector<aws::client>& callers) {
  const bool again = plan_.between_callers == sharing::as_they_come;
  return run_crew(callers, {.call = [&](aws::client& by) { return call(by) && again; },
                            .status = [this] { return status(); },
                            .stop = [this] { stop_ = true; }});
}

bool calls::call(aws::client& by) {
  if (stop_ || interrupted() || next_.fetch_add(1) >= plan_.count) return false;
  auto called = plan_.make(by);
  const std::lock_guard lock(mutex_);
  if (called) {
    samples_.push_back(*std::move(called));
    return true;
  }
  if (!failed_) failed_.emplace(std::move(called).error());
  stop_ = true;
  return false;
}

std::string calls::status() {
  const std::lock_guard lock(mutex_);
  return std::to_string(samples_.size()) + " of " + std::to_string(plan_.count) + " " + plan_.what +
         "; Ctrl-C ends it";
}

}  // namespace lambent::cli::bench
