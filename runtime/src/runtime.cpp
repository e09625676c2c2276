#include "runtime_state.hpp"

#include <poll.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>

#include "current_invocation.hpp"
#include "error/error_message.hpp"
#include "runtime_api/limits.hpp"
#include "runtime_api/refusal.hpp"

namespace lambent {

namespace {

constexpr int next_attempts_max = 5;
constexpr std::string_view reply_sent = "the response";

std::string_view variable(const char* name) noexcept {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string_view{} : std::string_view{value};
}

template <class T>
bool parse_number(std::string_view text, T& out) noexcept {
  const char* const end = text.data() + text.size();
  const auto [last, error] = std::from_chars(text.data(), end, out);
  return error == std::errc() && last == end;
}

// Until `descriptor`, which may be -1, is readable, or a signal comes; at most this long.
void pause(int descriptor, std::chrono::milliseconds length) noexcept {
  pollfd p = {.fd = descriptor, .events = POLLIN, .revents = 0};
  (void)::poll(&p, 1, static_cast<int>(length.count()));
}

// The id becomes part of a path.
bool is_path_safe(std::string_view id) noexcept {
  constexpr std::size_t id_bytes_max = 512;
  if (id.empty() || id.size() > id_bytes_max) return false;
  for (const char c : id) {
    if (c <= ' ' || c >= 0x7F || c == '/' || c == '?' || c == '#') return false;
  }
  return true;
}

void set_deadline(context& about, std::string_view text) noexcept {
  using std::chrono::milliseconds;
  using std::chrono::system_clock;
  long long ms = 0;
  // What does not fit the clock is no deadline.
  const auto ms_max = std::chrono::duration_cast<milliseconds>(system_clock::duration::max());
  if (!parse_number(text, ms) || ms < 0 || ms > ms_max.count()) return;
  about.deadline = system_clock::time_point(milliseconds(ms));
}

void set_field(context& about, const http1::field& f) noexcept {
  constexpr std::string_view prefix = "lambda-runtime-";
  if (http1::name_is(f.name, "content-type")) about.content_type = f.value;
  if (f.name.size() <= prefix.size()) return;
  if (!http1::name_is(f.name.substr(0, prefix.size()), prefix)) return;
  const std::string_view name = f.name.substr(prefix.size());
  const auto is = [name](std::string_view known) { return http1::name_is(name, known); };
  if (is("aws-request-id")) {
    about.request_id = f.value;
  } else if (is("deadline-ms")) {
    set_deadline(about, f.value);
  } else if (is("invoked-function-arn")) {
    about.invoked_function_arn = f.value;
  } else if (is("trace-id")) {
    about.trace_id = f.value;
  } else if (is("client-context")) {
    about.client_context = f.value;
  } else if (is("cognito-identity")) {
    about.cognito_identity = f.value;
  } else if (is("aws-tenant-id")) {
    about.tenant_id = f.value;
  } else if (is("invocation-id")) {
    about.invocation_id = f.value;
  }
}

}  // namespace

runtime::state::state(const options& o) : chosen(o) {
  constant.function_name = variable("AWS_LAMBDA_FUNCTION_NAME");
  constant.function_version = variable("AWS_LAMBDA_FUNCTION_VERSION");
  constant.log_group_name = variable("AWS_LAMBDA_LOG_GROUP_NAME");
  constant.log_stream_name = variable("AWS_LAMBDA_LOG_STREAM_NAME");
  if (!parse_number(variable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), constant.memory_limit_mb)) {
    constant.memory_limit_mb = 0;
  }
  if (chosen.api.empty()) chosen.api = variable("AWS_LAMBDA_RUNTIME_API");
  if (chosen.api.empty()) {
    problem =
        "AWS_LAMBDA_RUNTIME_API is not set: this is a Lambda function, which waits for events "
        "from "
        "that address\nhint: run it under `lambent serve`, and send it an event with `lambent "
        "invoke`";
    return;
  }
  usable = client.aim(chosen.api);
  if (!usable) problem = client.problem();
}

// 2xx is ok (AWS says 202, emulators 200); 0 is a lost connection.
status runtime::state::judge(int answered, std::string_view doing) {
  http_status = answered;
  if (http_status >= 200 && http_status < 300) return status::ok;
  if (http_status == 0) {
    problem = client.problem();
    return status::lost;
  }
  problem = refusal(http_status, doing, client.answer_body());
  if (http_status == 410) problem += " (the invocation had timed out)";
  return status::refused;
}

bool runtime::state::take_invocation() {
  current = constant;
  std::string_view head = client.event_head();
  http1::field f;
  while (http1::next_field(head, f)) set_field(current, f);
  if (is_path_safe(current.request_id)) return true;
  problem = "the Runtime API sent an invocation without a valid Lambda-Runtime-Aws-Request-Id";
  return false;
}

status runtime::state::send_error(const failure& why, std::string_view doing) {
  const error_message told(why);
  // Log lines belong to this invocation; after the answer the process may be frozen.
  (void)std::fflush(stdout);
  return judge(client.send(told.as_post(current.request_id, current.invocation_id)), doing);
}

// What became of a body of this size.
status runtime::state::settle(int answered, std::size_t body_bytes, std::string_view doing) {
  const status answer = judge(answered, doing);
  // A server may also hang up on a body that is too large, so that its 413 is never seen.
  const bool too_large = answered == 413 || (answered == 0 && body_bytes > response_bytes_max);
  if (!too_large) return answer;
  const failure why{
      "Function.ResponseSizeTooLarge",
      "Response payload size exceeded maximum allowed payload size: " + std::to_string(body_bytes) +
          " bytes, of " + std::to_string(response_bytes_max) + "."};
  const status told = send_error(why, "the error Function.ResponseSizeTooLarge");
  if (told != status::ok) return told;
  http_status = answered;
  problem = why.message;
  return status::refused;
}

status runtime::state::stopped() {
  problem = "no further event is taken";
  current = constant;
  return status::stopped;
}

status runtime::state::no_invocation() {
  http_status = 0;
  problem = "there is no invocation to answer: call next() first, and answer once";
  return status::refused;
}

runtime::runtime() : runtime(options{}) {}
runtime::runtime(const options& chosen) : state_(std::make_unique<state>(chosen)) {}
runtime::~runtime() {
  if (state_ && current_invocation() == &state_->current) current_invocation() = nullptr;
}

status runtime::next() {
  state& s = *state_;
  if (s.fate_due) {
    s.fate_due = false;
    // `lost` would mean that nothing more can come.
    if (s.settle(s.client.answer_of_last(), s.reply_bytes, reply_sent) != status::ok) {
      return status::refused;
    }
  }
  s.answer_due = false;
  if (s.streamed == state::stream_phase::flowing) s.client.cut_stream();
  s.streamed = state::stream_phase::none;
  s.current = s.constant;
  current_invocation() = &s.current;
  if (!s.usable) return status::lost;
  std::chrono::milliseconds wait = s.chosen.backoff_first;
  bool surplus = false;
  for (int attempt = 1;; ++attempt) {
    s.http_status = s.client.get_next();
    if (s.http_status == 200) {
      if (s.take_invocation()) break;
    } else if (s.http_status == 0) {
      if (s.client.stopped()) return s.stopped();
      s.problem = s.client.problem();
    } else {
      s.problem = refusal(s.http_status, "GET next", s.client.event_body());
    }
    surplus = s.http_status == 500 &&
              s.client.event_body().find("TooManyIdleRuntimes") != std::string_view::npos;
    if (attempt == next_attempts_max) {
      s.problem += " (" + std::to_string(attempt) + " attempts)";
      s.current = s.constant;
      return surplus ? status::surplus : status::lost;
    }
    pause(s.client.stop_descriptor(), wait);
    wait *= 2;
  }
  s.answer_due = true;
  if (s.chosen.set_trace_variable) s.trace.set(s.current.trace_id);
  return status::ok;
}

bool runtime::usable() const noexcept { return state_->usable; }
std::string_view runtime::event() const noexcept { return state_->client.event_body(); }
const context& runtime::current() const noexcept { return state_->current; }
int runtime::http_status() const noexcept { return state_->http_status; }
std::string_view runtime::problem() const noexcept { return state_->problem; }

void runtime::stop_when_readable(int descriptor) noexcept {
  state_->client.stop_when_readable(descriptor);
}

status runtime::reply(std::string_view body, std::string_view content_type) {
  state& s = *state_;
  if (!s.answer_due) return s.no_invocation();
  s.answer_due = false;
  s.streamed = state::stream_phase::none;  // One that was begun, and of which nothing has left.
  (void)std::fflush(stdout);
  const post response = {.request_id = s.current.request_id,
                         .invocation_id = s.current.invocation_id,
                         .error_type = {},
                         .content_type = content_type,
                         .body = body};
  // One that is too large is answered with an error and a connection's end.
  const bool pipelined = s.chosen.pipelined && s.client.pipelines() && !s.client.wants_no_event() &&
                         body.size() <= response_bytes_max;
  const int answered = pipelined ? s.client.send_and_ask(response) : s.client.send(response);
  if (answered != api_client::on_its_way) return s.settle(answered, body.size(), reply_sent);
  s.http_status = 0;
  s.fate_due = true;
  s.reply_bytes = body.size();
  return status::ok;
}

status runtime::fail(const failure& why) {
  state& s = *state_;
  if (!s.answer_due) return s.no_invocation();
  s.answer_due = false;
  s.streamed = state::stream_phase::none;
  return s.send_error(why, "the error");
}

status runtime::fail_with_body(std::string_view type, std::string_view body,
                               std::string_view content_type) {
  state& s = *state_;
  if (!s.answer_due) return s.no_invocation();
  s.answer_due = false;
  s.streamed = state::stream_phase::none;
  const std::string header_type = header_error_type(type);
  (void)std::fflush(stdout);
  const int answered = s.client.send({.request_id = s.current.request_id,
                                      .invocation_id = s.current.invocation_id,
                                      .error_type = header_type,
                                      .content_type = content_type,
                                      .body = body});
  return s.settle(answered, body.size(), "the error");
}

status runtime::fail_init(const failure& why) {
  state& s = *state_;
  if (!s.usable) return status::lost;
  s.current = s.constant;
  return s.send_error(why, "the init error");
}

}  // namespace lambent
