#include "cli/bench/measure/measure.hpp"

#include "aws/services/pauses.hpp"
#include "cli/invoke/answer.hpp"

namespace lambent::cli::bench {
namespace {

using namespace std::chrono;

failure error_of_function(const aws::lambda::invocation_answer& answer) {
  aws::call_error why;
  why.kind = aws::call_failure::refused;
  why.error.what =
      "the function returned an error: " + failure_text(answer.payload, answer.function_error);
  why.error.hint = "`lambent logs` shows what it wrote";
  why.request_id = answer.request_id;
  failure out(std::move(why));
  out.of_function = true;
  return out;
}

// Not carried out, and perhaps at the next attempt.
bool passes(const aws::call_error& failed, int attempt) {
  constexpr int throttled = 429;
  if (failed.kind == aws::call_failure::unreachable) return attempt < call_limits::unreachable_max;
  return failed.kind == aws::call_failure::refused &&
         (failed.status == throttled || failed.is("ResourceConflictException"));
}

}  // namespace

std::expected<answered_call, failure> call(aws::client& with, const aws::lambda::invocation& what,
                                           const aws::lambda::sleeper& sleep) {
  aws::pauses wait(200ms, 5s, call_limits::wait_max);
  for (int attempt = 1;; ++attempt) {
    const auto began = system_clock::now();
    const auto start = steady_clock::now();
    auto answer = aws::lambda::invoke(with, what);
    const auto took = steady_clock::now() - start;
    if (answer && !answer->function_error.empty())
      return std::unexpected(error_of_function(*answer));
    if (answer)
      return answered_call{.request_id = std::move(answer->request_id),
                           .payload = std::move(answer->payload),
                           .emulated = std::move(answer->emulated),
                           .client_ms = duration<double, std::milli>(took).count(),
                           .began = began};
    const milliseconds pause = passes(answer.error(), attempt) ? wait.next() : 0ms;
    if (pause == 0ms) return std::unexpected(failure(std::move(answer).error()));
    sleep(pause);
  }
}

std::expected<measured_invocation, failure> measure(aws::client& with, report_reader& reader,
                                                    const aws::lambda::invocation& what,
                                                    const aws::lambda::sleeper& sleep) {
  measured_invocation out{.answer = TRY(call(with, what, sleep))};
  auto found = reader.read({out.answer.request_id}, out.answer.began);
  if (!found) return std::unexpected(failure(std::move(found).error()));
  if (found->empty()) return std::unexpected(failure(no_report(reader.place())));
  out.report = std::move(found->begin()->second);
  return out;
}

}  // namespace lambent::cli::bench
