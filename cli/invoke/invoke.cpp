#include "cli/invoke/invoke.hpp"

#include <unistd.h>
#include <CLI/CLI.hpp>

#include <cstdlib>
#include <ctime>
#include <initializer_list>

#include "base/base64.hpp"
#include "base/files.hpp"
#include "base/json_string.hpp"
#include "base/json_text.hpp"
#include "base/percent.hpp"
#include "cli/authorization.hpp"
#include "cli/command_line/choice.hpp"

namespace lambent::cli {
namespace {

// Lambda quotas: a synchronous request has at most 6 MB.
constexpr std::uint64_t request_bytes_max = 6'291'456;

std::string first_set(std::initializer_list<const char*> names, const char* otherwise) {
  for (const char* name : names)
    if (const char* value = std::getenv(name); value != nullptr && *value != '\0') return value;
  return otherwise;
}

result<std::string> payload_of(const invoke_options& options) {
  if (!options.data_ascii) return read_file(options.data_file, request_bytes_max);
  if (auto good = check_json(*options.data_ascii); !good)
    return std::unexpected(in_context("--data-ascii is not JSON", std::move(good).error()));
  if (options.data_ascii->size() > request_bytes_max)
    return fail("--data-ascii is larger than 6291456 bytes");
  return *options.data_ascii;
}

std::string as_json(const http_response& answer) {
  auto text = [&](std::string_view header) {
    std::string_view value = answer.header(header);
    return value.empty() ? std::string("null") : json_string(value);
  };
  std::string out = "{\"statusCode\":" + std::to_string(answer.status);
  out += ",\"executedVersion\":" + text("x-amz-executed-version");
  out += ",\"functionError\":" + text("x-amz-function-error");
  out += ",\"requestId\":" + text("x-amzn-requestid");
  std::string_view log = answer.header("x-amz-log-result");
  out += ",\"logTail\":" + (log.empty() ? "null" : json_string(base64_decode(log).value_or("")));
  // A payload that is no JSON travels as a string, so that the whole stays JSON.
  bool json = check_json(answer.body).has_value();
  out += ",\"payload\":" + (json ? answer.body : json_string(answer.body)) + "}\n";
  return out;
}

exit_code print_answer(const invoke_options& options, const http_response& answer) {
  if (options.tail && options.output == output_format::text) {
    std::string log = base64_decode(answer.header("x-amz-log-result")).value_or("");
    while (log.ends_with('\n')) log.pop_back();
    tell(log);
  }
  exit_code code = exit_code::ok;
  if (!answer.header("x-amz-function-error").empty()) {
    std::string type = json_member(answer.body, "errorType");
    std::string message = json_member(answer.body, "errorMessage");
    std::string said = type.empty() ? message : message.empty() ? type : type + ": " + message;
    if (said.empty()) said = std::string(answer.header("x-amz-function-error"));
    code = report({"invoke " + options.name + ": the function returned an error: " + said, 0,
                   options.tail ? "" : "--tail shows the end of its log"},
                  exit_code::function_error);
  }
  if (options.output == output_format::json) return finish_with(as_json(answer), code);
  bool newline = ::isatty(STDOUT_FILENO) == 1 && !answer.body.ends_with('\n');
  return finish_with(newline ? answer.body + "\n" : answer.body, code);
}

}  // namespace

std::string endpoint_for(const std::string& given) {
  std::string endpoint =
      given.empty()
          ? first_set({"LAMBENT_ENDPOINT_URL", "AWS_ENDPOINT_URL_LAMBDA", "AWS_ENDPOINT_URL"},
                      default_endpoint)
          : given;
  while (endpoint.ends_with('/')) endpoint.pop_back();
  return endpoint;
}

std::string region_for(const std::string& given) {
  return given.empty() ? first_set({"AWS_REGION", "AWS_DEFAULT_REGION"}, "us-east-1") : given;
}

http_request invoke_request(const invoke_options& options, std::string payload) {
  http_request out;
  out.url = endpoint_for(options.endpoint_url) + "/2015-03-31/functions/" +
            percent_encode(options.name) + "/invocations";
  if (!options.qualifier.empty()) out.url += "?Qualifier=" + percent_encode(options.qualifier);
  out.headers = authorization_headers(region_for(options.region), std::time(nullptr));
  out.headers.emplace_back("Content-Type", "application/json");
  out.headers.emplace_back("X-Amz-Invocation-Type", "RequestResponse");
  if (options.tail) out.headers.emplace_back("X-Amz-Log-Type", "Tail");
  out.body = std::move(payload);
  return out;
}

std::string describe_aws_error(const http_response& answer) {
  std::string code(answer.header("x-amzn-errortype"));
  code = code.substr(0, code.find(':'));  // AWS sometimes appends a URL.
  if (code.empty()) code = json_member(answer.body, "__type");
  std::string message = json_member(answer.body, "message");
  if (message.empty()) message = json_member(answer.body, "Message");
  if (code.empty()) code = "HTTP status " + std::to_string(answer.status);
  return message.empty() ? code : code + ": " + message;
}

void describe_invoke(CLI::App& command, invoke_options& options) {
  command.add_option("NAME", options.name, "Name, name:qualifier or ARN")->required();
  // Not into the optional itself: CLI11 takes an empty text for no value.
  auto* ascii =
      command
          .add_option_function<std::string>(
              "-A,--data-ascii", [&options](const std::string& text) { options.data_ascii = text; },
              "The event, as JSON text")
          ->type_name("JSON");
  command.add_option("-F,--data-file", options.data_file, "The event, from a file; - is stdin")
      ->type_name("FILE")
      ->excludes(ascii);
  command.add_option("--qualifier", options.qualifier, "A version or alias");
  command.add_flag("--tail", options.tail, "Show the end of the log on stderr");
  command
      .add_option("--endpoint-url", options.endpoint_url,
                  "Where Lambda is [$LAMBENT_ENDPOINT_URL,\n$AWS_ENDPOINT_URL_LAMBDA, "
                  "$AWS_ENDPOINT_URL, " +
                      std::string(default_endpoint) + "]")
      ->type_name("URL");
  command.add_option("--region", options.region, "[$AWS_REGION, $AWS_DEFAULT_REGION, us-east-1]");
  add_output(command, options.output);
  command.footer(
      "Exits with 3 when the function returned an error, with 6 when nothing answers.\n\n"
      "Example:\n  lambent invoke hello --data-ascii '{\"name\": \"Ada\"}' --tail");
}

exit_code invoke(const invoke_options& options) {
  std::string doing = "invoke " + options.name;
  if (!options.data_ascii && options.data_file.empty())
    return report(
        {doing + ": no event given", 0, "--data-ascii '{}' or --data-file FILE; - reads stdin"},
        exit_code::usage);
  auto payload = payload_of(options);
  if (!payload) return report(in_context(doing, std::move(payload).error()), exit_code::usage);
  std::string endpoint = endpoint_for(options.endpoint_url);
  if (!endpoint.starts_with("http://") && !endpoint.starts_with("https://"))
    return report({doing + ": the endpoint '" + endpoint + "' is not an http or https URL", 0,
                   "an example: --endpoint-url " + std::string(default_endpoint)},
                  exit_code::usage);

  progress status;
  status.step("invoking " + options.name + " …");
  auto answer = send(invoke_request(options, *std::move(payload)));
  status.clear();
  if (!answer) {
    http_error failed = std::move(answer).error();
    if (failed.unreachable) failed.error.hint = "is the engine running? `lambent serve` starts it";
    return report(in_context(doing, std::move(failed.error)),
                  failed.unreachable ? exit_code::unreachable : exit_code::failed);
  }
  constexpr int first_error_status = 300;
  if (answer->status >= first_error_status) {
    std::string said = describe_aws_error(*answer);
    std::string hint;
    if (said.starts_with("ResourceNotFoundException"))
      hint = "`aws lambda list-functions --endpoint-url " + endpoint + "` shows what exists";
    return report({doing + ": " + said, 0, hint}, exit_code::failed);
  }
  return print_answer(options, *answer);
}

}  // namespace lambent::cli
