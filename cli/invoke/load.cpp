#include "cli/invoke/load.hpp"

#include <fmt/format.h>

#include <atomic>
#include <mutex>
#include <optional>
#include <vector>

#include "base/json_text.hpp"
#include "cli/invoke/answer.hpp"
#include "cli/invoke/crew.hpp"
#include "cli/invoke/summary.hpp"
#include "cli/terminal/interrupt.hpp"

namespace lambent::cli {
namespace {

using std::chrono::steady_clock;
namespace lambda = aws::lambda;

// What the first call that failed said.
struct first_failure {
  std::string said;
  std::string log;
};

class load {
public:
  load(const invoke_options& options, const lambda::invocation& what)
      : options_(options), what_(what) {}

  // One client for each thread. Returns when all calls are made, or no more are to be.
  result<> run(std::vector<aws::client>& clients) {
    start_ = steady_clock::now();
    auto ran = run_crew(clients, {.call = [this](aws::client& with) { return call(with); },
                                  .status = [this] { return status(); },
                                  .stop = [this] { stop_ = true; }});
    took_ = steady_clock::now() - start_;
    return ran;
  }

  [[nodiscard]] bool stopped() const { return stop_ || interrupted(); }

  summary take_summary() { return {std::move(tally_), options_.name, options_.concurrency, took_}; }
  [[nodiscard]] const std::optional<first_failure>& failure() const { return failure_; }
  std::optional<aws::call_error>& end() { return end_; }
  [[nodiscard]] bool function_failed() const { return function_failed_; }

private:
  bool call(aws::client& with) {
    if (stopped() || next_.fetch_add(1) >= options_.repeat) return false;
    auto start = steady_clock::now();
    auto answer = lambda::invoke(with, what_);
    auto took = steady_clock::now() - start;
    // What Ctrl-C broke off says nothing of the function.
    if (!answer && interrupted()) return false;
    record(took, std::move(answer));
    return true;
  }

  void record(steady_clock::duration took,
              std::expected<lambda::invocation_answer, aws::call_error>&& answer) {
    measured_call call{.client_ms = std::chrono::duration<double, std::milli>(took).count()};
    first_failure failed;
    if (answer) {
      call.report = read_report(answer->log_tail);
      call.emulated = answer->emulated;
      if (!answer->function_error.empty()) {
        call.error = json_member(answer->payload, "errorType").substr(0, error_chars_max);
        if (call.error.empty()) call.error = answer->function_error;
        failed = {failure_text(answer->payload, answer->function_error), answer->log_tail};
      }
    } else {
      call.error = kind_of(answer.error()).substr(0, error_chars_max);
      failed.said = answer.error().error.what;
    }
    std::lock_guard lock(mutex_);
    if (!answer && ends_all(answer.error())) {
      if (!end_) end_ = std::move(answer).error();
      stop_ = true;
      return;
    }
    function_failed_ |= answer && !call.error.empty();
    if (!call.error.empty() && !failure_) failure_ = std::move(failed);
    tally_.add(call);
  }

  std::string status() {
    double seconds = std::chrono::duration<double>(steady_clock::now() - start_).count();
    const std::lock_guard lock(mutex_);
    return fmt::format("{} of {} calls, {} failed, {:.0f} a second; Ctrl-C ends it", tally_.calls(),
                       options_.repeat, tally_.failed(),
                       static_cast<double>(tally_.calls()) / seconds);
  }

  // An error's type is the function's to choose.
  static constexpr std::size_t error_chars_max = 200;

  const invoke_options& options_;
  const lambda::invocation& what_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<bool> stop_ = false;
  steady_clock::time_point start_;
  steady_clock::duration took_{};
  std::mutex mutex_;  // Guards what follows while threads run.
  tally tally_;
  std::optional<first_failure> failure_;
  std::optional<aws::call_error> end_;
  bool function_failed_ = false;
};

exit_code print_summary(const invoke_options& options, const summary& of, exit_code code) {
  if (options.output == output_format::json)
    return finish_with(as_json(of, code == exit_code::interrupted), code);
  std::string out = as_text(of);
  if (stdout_manners().status_line)
    if (std::string bars = histogram(of.client_values); !bars.empty()) out += "\n" + bars;
  return finish_with(out, code);
}

}  // namespace

bool ends_all(const aws::call_error& failed) {
  using enum aws::call_failure;
  constexpr int first_client_error = 400;
  constexpr int conflict = 409;  // An update under way.
  constexpr int throttled = 429;
  constexpr int first_server_error = 500;
  if (failed.kind == refused)
    return failed.status >= first_client_error && failed.status < first_server_error &&
           failed.status != conflict && failed.status != throttled;
  return failed.kind != broken;
}

std::string kind_of(const aws::call_error& failed) {
  if (!failed.code.empty()) return failed.code;
  if (failed.status != 0) return "HTTP status " + std::to_string(failed.status);
  return "connection lost";
}

exit_code invoke_many(const invoke_options& options, const aws::client_options& connection,
                      const lambda::invocation& what) {
  const std::string doing = "invoke " + options.name;
  aws::client_options each = connection;
  // A call that was throttled is a result here, unless more tries are asked for.
  if (each.attempts_max == 0) each.attempts_max = 1;
  each.give_up = interrupted;
  std::vector<aws::client> clients;
  for (std::size_t i = 0; i < std::min(options.concurrency, options.repeat); ++i) {
    auto with = i == 0 ? aws::client::open(each) : clients.front().another("lambda");
    if (!with) return report_failure(doing, std::move(with).error());
    clients.push_back(*std::move(with));
  }
  listen_for_interrupt();
  load calls(options, what);
  if (auto ran = calls.run(clients); !ran)
    return report(in_context(doing, std::move(ran).error()), exit_code::failed);

  exit_code code = exit_code::ok;
  if (const auto& failed = calls.failure()) {
    code = calls.function_failed() ? exit_code::function_error : exit_code::failed;
    if (options.tail && options.output == output_format::text) tell_log(failed->log);
    (void)report({doing + ": the first call that failed: " + failed->said, 0, {}}, code);
  }
  if (auto& end = calls.end()) code = report_failed_call(options, clients.front(), *std::move(end));
  summary of = calls.take_summary();
  if (interrupted()) {
    code = exit_code::interrupted;
    note(fmt::format("interrupted after {} of {} calls", of.calls, options.repeat));
  }
  if (of.calls == 0 && calls.stopped()) return code;
  return print_summary(options, of, code);
}

}  // namespace lambent::cli
