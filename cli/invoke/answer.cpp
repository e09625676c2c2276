#include "cli/invoke/answer.hpp"

#include <unistd.h>

#include "base/json_string.hpp"
#include "base/json_text.hpp"
#include "cli/command_line/arguments.hpp"

namespace lambent::cli {
namespace {

using aws::lambda::invocation_answer;
using aws::lambda::invocation_type;

std::string as_json(const invocation_answer& answer) {
  std::string out = "{\"statusCode\":" + std::to_string(answer.status);
  out += ",\"executedVersion\":" + json_or_null(answer.executed_version);
  out += ",\"functionError\":" + json_or_null(answer.function_error);
  out += ",\"requestId\":" + json_or_null(answer.request_id);
  out += ",\"logTail\":" + json_or_null(answer.log_tail);
  if (!answer.emulated.empty()) out += ",\"emulated\":" + json_string(answer.emulated);
  // A payload that is no JSON travels as a string, so that the whole stays JSON.
  bool json = check_json(answer.payload).has_value();
  out += ",\"payload\":" + (json ? answer.payload : json_or_null(answer.payload)) + "}\n";
  return out;
}

// What an answer without a payload means.
void note_outcome(const invoke_options& options, const invocation_answer& answer) {
  if (options.asked_type() == invocation_type::dry_run)
    note(options.name + " is there and may be invoked; it did not run");
  if (options.asked_type() == invocation_type::event)
    note("accepted as " + (answer.request_id.empty() ? "an event" : answer.request_id) +
         "; `lambent logs " + bare_function_name(options.name) +
         (options.remote ? " --remote" : "") + "` shows what becomes of it");
}

}  // namespace

std::string json_or_null(const std::string& text) {
  return text.empty() ? std::string("null") : json_string(text);
}

void tell_log(std::string_view log) {
  while (log.ends_with('\n')) log.remove_suffix(1);
  tell(log);
}

std::string failure_text(std::string_view payload, const std::string& otherwise) {
  std::string type = json_member(payload, "errorType");
  std::string message = json_member(payload, "errorMessage");
  std::string said = type.empty() ? message : message.empty() ? type : type + ": " + message;
  return said.empty() ? otherwise : said;
}

exit_code report_function_error(const invoke_options& options, const std::string& said) {
  return report({"invoke " + options.name + ": the function returned an error: " + said, 0,
                 options.tail ? "" : "--tail shows the end of its log"},
                exit_code::function_error);
}

exit_code print_answer(const invoke_options& options, const invocation_answer& answer) {
  const bool text = options.output == output_format::text;
  if (options.tail && text) {
    tell_log(answer.log_tail);
    if (!answer.emulated.empty())
      note("emulated: " + answer.emulated + "; these times say nothing of Lambda's");
  }
  exit_code code = exit_code::ok;
  if (!answer.function_error.empty())
    code = report_function_error(options, failure_text(answer.payload, answer.function_error));
  if (!text) return finish_with(as_json(answer), code);
  note_outcome(options, answer);
  bool newline =
      ::isatty(STDOUT_FILENO) == 1 && !answer.payload.empty() && !answer.payload.ends_with('\n');
  return finish_with(newline ? answer.payload + "\n" : answer.payload, code);
}

}  // namespace lambent::cli
