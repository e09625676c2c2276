// Invoke and InvokeWithResponseStream.
// https://docs.aws.amazon.com/lambda/latest/api/API_InvokeWithResponseStream.html
#include "aws/protocol/answers.hpp"
#include "aws/protocol/event_stream.hpp"
#include "aws/services/lambda.hpp"
#include "base/base64.hpp"

namespace lambent::aws::lambda {
namespace {

std::string_view name_of(invocation_type type) {
  switch (type) {
    case invocation_type::event:
      return "Event";
    case invocation_type::dry_run:
      return "DryRun";
    default:
      return "RequestResponse";
  }
}

std::string decoded_log(std::string_view base64) { return base64_decode(base64).value_or(""); }

// What the messages of a response stream come to.
class stream_reader {
public:
  explicit stream_reader(const std::function<bool(std::string_view)>& sink) : sink_(sink) {}

  // False when the stream is of no more use: it is broken, or nobody listens.
  bool take(std::string_view bytes) {
    decoder_.feed(bytes);
    while (true) {
      auto message = decoder_.next();
      if (!message) {
        problem_ = std::move(message).error().what;
        return false;
      }
      if (!*message) return true;
      if (!take(**message)) return false;
    }
  }

  [[nodiscard]] bool stopped() const { return stopped_; }
  [[nodiscard]] std::string problem() const {
    if (!problem_.empty()) return problem_;
    return complete_ ? "" : "the stream ended before InvokeComplete";
  }
  streamed_answer& answer() { return answer_; }
  // AWS's word for a failure of the service itself, in the middle of the stream.
  [[nodiscard]] const std::string& exception() const { return exception_; }
  [[nodiscard]] const std::string& exception_message() const { return exception_message_; }

private:
  bool take(const event_message& message) {
    std::string_view kind = message.header(":message-type");
    if (kind == "exception" || kind == "error") {
      exception_ = message.header(kind == "error" ? ":error-code" : ":exception-type");
      exception_message_ = message.header(":error-message");
      auto body = read_json_answer({.body = message.payload});
      if (body && exception_message_.empty()) exception_message_ = text_at(*body, "message");
      if (body && exception_message_.empty()) exception_message_ = text_at(*body, "Message");
      complete_ = true;
      return true;
    }
    std::string_view type = message.header(":event-type");
    if (type == "PayloadChunk") {
      stopped_ = !sink_(message.payload);
      return !stopped_;
    }
    if (type != "InvokeComplete") return true;  // AWS may add events.
    auto end = read_json_answer({.body = message.payload});
    if (!end) {
      problem_ = "InvokeComplete: " + end.error().error.what;
      return false;
    }
    complete_ = true;
    answer_.error_code = text_at(*end, "ErrorCode");
    answer_.error_details = text_at(*end, "ErrorDetails");
    answer_.log_tail = decoded_log(text_at(*end, "LogResult"));
    return true;
  }

  const std::function<bool(std::string_view)>& sink_;
  event_stream_decoder decoder_;
  streamed_answer answer_;
  std::string problem_;
  std::string exception_;
  std::string exception_message_;
  bool complete_ = false;
  bool stopped_ = false;
};

}  // namespace

request invocation_request(invocation what, response_mode mode) {
  bool streamed = mode == response_mode::streamed;
  request out{.service = "lambda",
              .method = "POST",
              .path = {streamed ? "2021-11-15" : "2015-03-31", "functions", what.function.name,
                       streamed ? "response-streaming-invocations" : "invocations"},
              .headers = {{"Content-Type", "application/json"},
                          {"X-Amz-Invocation-Type", std::string(name_of(what.type))}},
              .body = std::move(what.payload),
              .repeat = what.type == invocation_type::dry_run ? repeat::safe : repeat::never,
              .keep_connection = what.keep_connection,
              .read_timeout = limits::invoke_read_timeout};
  if (!what.function.qualifier.empty()) out.query = {{"Qualifier", what.function.qualifier}};
  if (what.log_tail) out.headers.emplace_back("X-Amz-Log-Type", "Tail");
  if (!what.client_context.empty())
    out.headers.emplace_back("X-Amz-Client-Context", base64_encode(what.client_context));
  if (!what.tenant_id.empty()) out.headers.emplace_back("X-Amz-Tenant-Id", what.tenant_id);
  return out;
}

std::expected<invocation_answer, call_error> invoke(client& with, invocation what) {
  response said = TRY(with.call(invocation_request(std::move(what), response_mode::buffered)));
  invocation_answer out{.status = said.status,
                        .payload = std::move(said.body),
                        .function_error = std::string(said.header("x-amz-function-error")),
                        .executed_version = std::string(said.header("x-amz-executed-version")),
                        .log_tail = decoded_log(said.header("x-amz-log-result")),
                        .request_id = std::string(said.header("x-amzn-requestid")),
                        .emulated = std::string(said.header("x-lambent-emulated"))};
  return out;
}

std::expected<streamed_answer, call_error> invoke_with_response_stream(
    client& with, invocation what, const std::function<bool(std::string_view)>& sink) {
  stream_reader reader(sink);
  auto said = with.call(invocation_request(std::move(what), response_mode::streamed),
                        [&reader](std::string_view piece) { return reader.take(piece); });
  if (!said && reader.stopped()) return std::move(reader.answer());
  // A stream that cannot be read ends the transfer; that is what has to be told.
  if (!said && (said.error().kind != call_failure::broken || reader.problem().empty()))
    return std::unexpected(std::move(said).error());
  if (!reader.exception().empty()) {
    call_error e;
    e.code = reader.exception();
    e.message = reader.exception_message();
    e.error.what = e.message.empty() ? e.code : e.code + ": " + e.message;
    return std::unexpected(std::move(e));
  }
  if (std::string problem = reader.problem(); !problem.empty()) {
    if (!said) return std::unexpected(in_context(problem, std::move(said).error()));
    return unreadable(*said, problem);
  }
  streamed_answer out = std::move(reader.answer());
  out.executed_version = said->header("x-amz-executed-version");
  out.request_id = said->header("x-amzn-requestid");
  return out;
}

}  // namespace lambent::aws::lambda
