#include "cli/invoke/stream.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "base/base64.hpp"
#include "base/json_string.hpp"
#include "base/json_text.hpp"
#include "base/utf8.hpp"
#include "cli/invoke/answer.hpp"

namespace lambent::cli {
namespace {

using std::chrono::steady_clock;

// "Function.Late: too late", from an end whose details are the error's JSON or a sentence.
std::string failure_of(const aws::lambda::streamed_answer& answer) {
  std::string details = failure_text(answer.error_details, answer.error_details);
  if (details.empty() || details.starts_with(answer.error_code + ":"))
    return details + answer.error_code;
  return answer.error_code + ": " + details;
}

}  // namespace

std::string piece_as_json(std::chrono::nanoseconds after, std::string_view piece) {
  double ms = std::chrono::duration<double, std::milli>(after).count();
  bool text = is_utf8(piece);
  return fmt::format("{{\"ms\":{:.3f},\"bytes\":{},\"{}\":{}}}\n", ms, piece.size(),
                     text ? "payload" : "payloadBase64",
                     json_string(text ? std::string(piece) : base64_encode(piece)));
}

std::string end_as_json(const aws::lambda::streamed_answer& answer) {
  return "{\"executedVersion\":" + json_or_null(answer.executed_version) +
         ",\"errorCode\":" + json_or_null(answer.error_code) +
         ",\"errorDetails\":" + json_or_null(answer.error_details) +
         ",\"requestId\":" + json_or_null(answer.request_id) +
         ",\"logTail\":" + json_or_null(answer.log_tail) + "}\n";
}

exit_code invoke_streamed(const invoke_options& options, aws::client& with,
                          aws::lambda::invocation&& what) {
  const bool text = options.output == output_format::text;
  progress status;
  status.step("invoking " + options.name + " …");
  result<> printed;
  char last = '\n';
  auto start = steady_clock::now();
  auto answer =
      aws::lambda::invoke_with_response_stream(with, std::move(what), [&](std::string_view piece) {
        status.clear();
        printed = print_result(text ? std::string(piece)
                                    : piece_as_json(steady_clock::now() - start, piece));
        if (!piece.empty()) last = piece.back();
        return printed.has_value();
      });
  status.clear();
  if (!printed) return report(printed.error(), exit_code::failed);
  // What follows on a terminal begins a line.
  if (text && last != '\n' && ::isatty(STDOUT_FILENO) == 1) (void)print_result("\n");
  if (!answer) return report_failed_call(options, with, std::move(answer).error());
  if (options.tail && text) tell_log(answer->log_tail);
  exit_code code = exit_code::ok;
  if (!answer->error_code.empty()) code = report_function_error(options, failure_of(*answer));
  return text ? code : finish_with(end_as_json(*answer), code);
}

}  // namespace lambent::cli
