#include "cli/bench/measure/report_reader.hpp"

#include "aws/services/logs.hpp"
#include "aws/services/pauses.hpp"

namespace lambent::cli::bench {

using namespace std::chrono;

std::expected<void, aws::call_error> report_reader::look(const std::set<std::string>& request_ids,
                                                         std::int64_t start_ms, reports& into) {
  aws::logs::filter_input input{.group = place_.group,
                                .pattern = request_ids.size() == 1
                                               ? pattern_of_report(place_, *request_ids.begin())
                                               : pattern_of_reports(place_),
                                .start_ms = start_ms};
  for (int page = 0; page < report_limits::pages_max; ++page) {
    auto got = aws::logs::filter_log_events(with_, input);
    // The group is made with the function's first event.
    if (!got && got.error().is("ResourceNotFoundException")) return {};
    if (!got) return std::unexpected(std::move(got).error());
    for (const aws::logs::log_event& event : got->events) {
      auto report = read_report(event.message);
      if (report && request_ids.contains(report->request_id))
        into.emplace(report->request_id, *report);
    }
    if (got->next_token.empty() || into.size() == request_ids.size()) return {};
    input.next_token = std::move(got->next_token);
  }
  return {};
}

std::expected<reports, aws::call_error> report_reader::read(
    const std::set<std::string>& request_ids, system_clock::time_point since) {
  reports out;
  if (request_ids.empty()) return out;
  const std::int64_t start_ms =
      duration_cast<milliseconds>((since - report_limits::clock_skew_max).time_since_epoch())
          .count();
  aws::pauses wait(report_limits::first_pause, report_limits::longest_pause,
                   report_limits::wait_max);
  milliseconds waited_after_stop{0};
  while (true) {
    TRY(look(request_ids, start_ms, out));
    if (hooks_.found) hooks_.found(out.size(), request_ids.size());
    if (out.size() == request_ids.size()) return out;
    const milliseconds pause = wait.next();
    if (hooks_.stop && hooks_.stop()) waited_after_stop += pause;
    if (pause == 0ms || waited_after_stop > report_limits::wait_after_stop_max) return out;
    hooks_.sleep(pause);
  }
}

aws::call_error no_report(const log_place& in) {
  return {.kind = aws::call_failure::refused,
          .error = {"the log group " + in.group + " has no report on the invocation after " +
                        std::to_string(report_limits::wait_max.count()) + " s",
                    0,
                    "the function's role needs logs:CreateLogStream and logs:PutLogEvents, as "
                    "AWSLambdaBasicExecutionRole has them"}};
}

}  // namespace lambent::cli::bench
