#include "cli/invoke/invoke.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>

#include "aws/services/lambda.hpp"
#include "base/files.hpp"
#include "base/json_string.hpp"
#include "base/json_text.hpp"
#include "cli/command_line/choice.hpp"
#include "cli/invoke/example_events.hpp"

namespace lambent::cli {
namespace {

// Lambda quotas: a synchronous request has at most 6 MB.
constexpr std::uint64_t request_bytes_max = 6'291'456;

result<std::string> payload_of(const invoke_options& options) {
  if (!options.data_example.empty()) return example_event(options.data_example);
  if (!options.data_ascii) return read_file(options.data_file, request_bytes_max);
  if (auto good = check_json(*options.data_ascii); !good)
    return std::unexpected(in_context("--data-ascii is not JSON", std::move(good).error()));
  if (options.data_ascii->size() > request_bytes_max)
    return fail("--data-ascii is larger than 6291456 bytes");
  return *options.data_ascii;
}

std::string as_json(const aws::lambda::invocation_answer& answer) {
  auto text = [](const std::string& value) {
    return value.empty() ? std::string("null") : json_string(value);
  };
  std::string out = "{\"statusCode\":" + std::to_string(answer.status);
  out += ",\"executedVersion\":" + text(answer.executed_version);
  out += ",\"functionError\":" + text(answer.function_error);
  out += ",\"requestId\":" + text(answer.request_id);
  out += ",\"logTail\":" + text(answer.log_tail);
  // A payload that is no JSON travels as a string, so that the whole stays JSON.
  bool json = check_json(answer.payload).has_value();
  out += ",\"payload\":" + (json ? answer.payload : json_string(answer.payload)) + "}\n";
  return out;
}

exit_code print_answer(const invoke_options& options,
                       const aws::lambda::invocation_answer& answer) {
  if (options.tail && options.output == output_format::text) {
    std::string_view log = answer.log_tail;
    while (log.ends_with('\n')) log.remove_suffix(1);
    tell(log);
  }
  exit_code code = exit_code::ok;
  if (!answer.function_error.empty()) {
    std::string type = json_member(answer.payload, "errorType");
    std::string message = json_member(answer.payload, "errorMessage");
    std::string said = type.empty() ? message : message.empty() ? type : type + ": " + message;
    if (said.empty()) said = answer.function_error;
    code = report({"invoke " + options.name + ": the function returned an error: " + said, 0,
                   options.tail ? "" : "--tail shows the end of its log"},
                  exit_code::function_error);
  }
  if (options.output == output_format::json) return finish_with(as_json(answer), code);
  bool newline = ::isatty(STDOUT_FILENO) == 1 && !answer.payload.ends_with('\n');
  return finish_with(newline ? answer.payload + "\n" : answer.payload, code);
}

}  // namespace

void describe_invoke(CLI::App& command, invoke_options& options) {
  command.add_option("NAME", options.name, "Name, name:qualifier or ARN")->type_name("FUNCTION");
  // Not into the optional itself: CLI11 takes an empty text for no value.
  auto* ascii =
      command
          .add_option_function<std::string>(
              "-A,--data-ascii", [&options](const std::string& text) { options.data_ascii = text; },
              "The event, as JSON text")
          ->type_name("JSON");
  auto* file =
      command.add_option("-F,--data-file", options.data_file, "The event, from a file; - is stdin")
          ->type_name("FILE")
          ->excludes(ascii);
  command.add_option("-E,--data-example", options.data_example, "An example event, as sqs or s3-put")
      ->type_name("NAME")
      ->excludes(ascii)
      ->excludes(file);
  command.add_flag("--list-examples", options.list_examples, "List the example events, and end");
  command.add_option("--qualifier", options.qualifier, "A version or alias");
  command.add_flag("--tail", options.tail, "Show the end of the log on stderr");
  describe_connection(command, options.connection);
  add_output(command, options.output);
  command.footer(
      "Exits with 3 when the function returned an error, with 6 when nothing answers.\n\n"
      "Example:\n  lambent invoke hello --data-ascii '{\"name\": \"Ada\"}' --tail");
}

exit_code invoke(const invoke_options& options) {
  if (options.list_examples) return finish_with(list_of_examples(options.output));
  if (options.name.empty())
    return report({"NAME is required", 0, "`lambent invoke --help` shows how it is used"},
                  exit_code::usage);
  std::string doing = "invoke " + options.name;
  if (!options.data_ascii && options.data_file.empty() && options.data_example.empty())
    return report({doing + ": no event given", 0,
                   "--data-ascii '{}', --data-example NAME or --data-file FILE; - reads stdin"},
                  exit_code::usage);
  auto payload = payload_of(options);
  if (!payload) return report(in_context(doing, std::move(payload).error()), exit_code::usage);
  auto with = aws::client::open(options.connection);
  if (!with) return report_failure(doing, std::move(with).error());

  progress status;
  status.step("invoking " + options.name + " …");
  auto answer = aws::lambda::invoke(
      *with, {.function = {.name = options.name, .qualifier = options.qualifier},
              .payload = *std::move(payload),
              .log_tail = options.tail});
  status.clear();
  if (answer) return print_answer(options, *answer);
  if (answer.error().is("ResourceNotFoundException"))
    answer.error().error.hint = "`aws lambda list-functions --endpoint-url " +
                                with->endpoint("lambda") + "` shows what exists";
  return report_failure(doing, std::move(answer).error(), with->is_local("lambda"));
}

}  // namespace lambent::cli
