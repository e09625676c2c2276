#include "engine/environment/lifecycle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "base/json_string.hpp"
#include "engine/model/limits.hpp"

namespace lambent::environment {
namespace {

constexpr std::string_view accepted = R"({"status":"OK"})";
constexpr std::string_view response_size_too_large = "Function.ResponseSizeTooLarge";

std::string error_body(std::string_view type, std::string_view message) {
  return fmt::format(R"({{"errorType":{},"errorMessage":{}}})", json_string(type),
                     json_string(message));
}

api_reply api_error(int status, std::string_view type, std::string_view message) {
  return {status, fmt::format(R"({{"errorMessage":"{}","errorType":"{}"}})", message, type)};
}

// Signal names as Lambda prints them (Go's syscall.Signal).
std::string_view signal_text(int number) {
  switch (number) {
    case 1:
      return "hangup";
    case 2:
      return "interrupt";
    case 3:
      return "quit";
    case 4:
      return "illegal instruction";
    case 5:
      return "trace/breakpoint trap";
    case 6:
      return "aborted";
    case 7:
      return "bus error";
    case 8:
      return "floating point exception";
    case 9:
      return "killed";
    case 11:
      return "segmentation fault";
    case 13:
      return "broken pipe";
    case 14:
      return "alarm clock";
    case 15:
      return "terminated";
    default:
      return {};
  }
}

std::string exit_text(const exit_report& how) {
  if (!how.start_problem.empty()) return how.start_problem;
  if (how.by_signal) {
    std::string_view name = signal_text(how.code);
    if (name.empty()) return fmt::format("Runtime exited with error: signal {}", how.code);
    return fmt::format("Runtime exited with error: signal: {}", name);
  }
  if (how.code == 0) return "Runtime exited without providing a reason";
  return fmt::format("Runtime exited with error: exit status {}", how.code);
}

// As Lambda tells of extensions.
std::string extension_exit_text(const exit_report& how) {
  if (!how.by_signal) {
    return how.code == 0 ? "exit code 0" : fmt::format("exit status {}", how.code);
  }
  std::string_view name = signal_text(how.code);
  return name.empty() ? fmt::format("signal {}", how.code) : fmt::format("signal: {}", name);
}

std::string_view exit_type(const exit_report& how) {
  if (!how.start_problem.empty()) return "Runtime.InvalidEntrypoint";
  return how.out_of_memory ? "Runtime.OutOfMemory" : "Runtime.ExitError";
}

}  // namespace

std::string valid_error_type(std::string_view type, std::string_view fallback) {
  for (std::string_view family : {"Runtime.", "Function."}) {
    if (!type.starts_with(family)) continue;
    std::string_view name = type.substr(family.size());
    bool letters = std::ranges::all_of(name, [](unsigned char c) { return std::isalpha(c) != 0; });
    if (name.size() >= 2 && letters && name[0] >= 'A' && name[0] <= 'Z') return std::string(type);
  }
  return std::string(fallback);
}

lifecycle::lifecycle(model::function_ptr function, std::string stream, lifecycle_limits limits,
                     std::vector<std::string> external)
    : function_(std::move(function)),
      stream_(std::move(stream)),
      log_(*function_, stream_),
      limits_(limits),
      external_(std::move(external)) {}

void lifecycle::say(actions& out, std::optional<std::string>&& line) {
  if (line) out.log.push_back(std::move(*line));
}

actions lifecycle::begin(const moment& now) {
  actions out;
  say(out, log_.init_start(now.unix_ms, init_phase::init));
  suppressed_ = false;
  begin_init(out, now);
  return out;
}

void lifecycle::begin_init(actions& out, const moment& now) {
  extensions_.begin(external_);
  init_began_ = now.steady;
  init_error_type_.clear();
  init_error_body_.clear();
  if (extensions_.empty()) {
    state_ = state::starting;
    out.start_process = true;
  } else {
    state_ = state::launching;
    out.start_extensions = true;
  }
}

void lifecycle::end_init(actions& out, const moment& now) {
  state_ = state::idle;
  say_extensions(out, now);
  if (suppressed_) {
    deliver(out, now);
  } else {
    init_duration_ = now.steady - init_began_;
    out.ready = true;
  }
}

void lifecycle::say_extensions(actions& out, const moment& now) {
  for (const extensions::extension& each : extensions_.all())
    say(out, log_.extension_line(now.unix_ms, each));
}

actions lifecycle::invoke(environment::invocation&& call, const moment& now) {
  actions out;
  call_ = std::move(call);
  answered_ = false;
  broken_ = false;
  start_logged_ = false;
  end_status_ = status::success;
  end_type_ = {};
  invoke_began_ = now.steady;
  using namespace std::chrono;
  milliseconds limit =
      limits_.timed ? milliseconds(seconds(function_->timeout_s)) : milliseconds(untimed_deadline);
  deadline_unix_ms_ = now.unix_ms + limit.count();
  if (state_ == state::idle) {
    deliver(out, now);
    return out;
  }
  // The environment lost its program: init runs again, now inside this invocation and on its time.
  suppressed_ = true;
  begin_init(out, now);
  return out;
}

void lifecycle::deliver(actions& out, const moment& now) {
  if (!start_logged_) say(out, log_.start(now.unix_ms, call_->request_id));
  start_logged_ = true;
  state_ = state::running;
  std::string request_id = call_->request_id;
  out.deliver = delivery{std::move(*call_), deadline_unix_ms_};
  call_->request_id = std::move(request_id);
  out.tell = extensions_.invoke();
}

actions lifecycle::next_called(const moment& now, std::uint64_t memory_peak) {
  actions out;
  switch (state_) {
    case state::starting:
      extensions_.close_registration();
      if (extensions_.settled()) {
        end_init(out, now);
      } else {
        state_ = state::held;
      }
      break;
    case state::answered:
      end_or_settle(out, now, memory_peak);
      break;
    case state::responding: {
      // On another connection, the stream may still come to its end.
      if (!broken_) break;
      constexpr std::string_view type = "Runtime.TruncatedResponse";
      answer(out, {error_body(type, fmt::format("RequestId: {} Error: The response was truncated",
                                                call_->request_id)),
                   true, std::string(type)});
      end_status_ = status::error;
      end_type_ = type;
      end_or_settle(out, now, memory_peak);
      break;
    }
    case state::running:
      // Asked again without answering: only an event that never arrived is sent once more.
      if (undelivered_ || limits_.ends_are_seen) {
        out.deliver = std::exchange(undelivered_, std::nullopt);
      } else {
        out = process_ended({}, now, memory_peak);
        out.reset_sandbox = false;  // The one that asks is the new program.
        state_ = state::idle;
      }
      break;
    case state::launching:
    case state::held:
    case state::settling:
    case state::idle:
    case state::down:
      break;
  }
  return out;
}

void lifecycle::end_or_settle(actions& out, const moment& now, std::uint64_t memory_peak) {
  if (!extensions_.settled()) {
    state_ = state::settling;
    return;
  }
  state_ = state::idle;
  finish(out, now,
         {.duration = now.steady - invoke_began_,
          .memory_peak_bytes = memory_peak,
          .status = end_status_,
          .error_type = end_type_});
  out.ready = true;
}

actions lifecycle::extensions_changed(const moment& now, std::uint64_t memory_peak) {
  actions out;
  if (state_ == state::launching && extensions_.registered()) {
    state_ = state::starting;
    out.start_process = true;
  } else if (state_ == state::held && extensions_.settled()) {
    end_init(out, now);
  } else if (state_ == state::settling) {
    end_or_settle(out, now, memory_peak);
  }
  return out;
}

actions lifecycle::extension_not_started(std::uint32_t program, std::string_view type,
                                         std::string_view why, const moment& now,
                                         std::uint64_t memory_peak) {
  extensions_.launch_failed(program, type);
  return fail(std::string(extensions_.first_error()), why, now, memory_peak);
}

actions lifecycle::extension_ended(std::uint32_t program, const exit_report& how, const moment& now,
                                   std::uint64_t memory_peak) {
  extensions_.ended(program);
  std::string_view told = extensions_.first_error();
  return fail(std::string(told.empty() ? "Extension.Crash" : told), extension_exit_text(how), now,
              memory_peak);
}

void lifecycle::answer(actions& out, outcome&& result) {
  if (!std::exchange(answered_, true)) out.complete = std::move(result);
}

bool lifecycle::is_current(std::string_view request_id) const {
  return call_ && call_->request_id == request_id;
}

actions lifecycle::refuse_post(std::string_view request_id) const {
  actions out;
  bool known = is_current(request_id) || request_id == last_request_id_;
  out.reply = known
                  ? api_error(403, "InvalidStateTransition",
                              "Transition from this state to the one of a response is not allowed")
                  : api_error(400, "InvalidRequestID", "Invalid request ID");
  return out;
}

actions lifecycle::response_posted(std::string_view request_id, std::string&& body, const moment&) {
  if (!is_current(request_id) || state_ != state::running) return refuse_post(request_id);
  actions out;
  out.reply = api_reply{202, std::string(accepted)};
  state_ = state::answered;
  answer(out, {std::move(body), false, {}});
  return out;
}

void lifecycle::refuse_size(actions& out, std::uint64_t bytes_max) {
  out.reply =
      api_error(413, "RequestEntityTooLarge",
                fmt::format("Exceeded maximum allowed payload size ({} bytes).", bytes_max));
  state_ = state::answered;
  answer(out, {fmt::format(R"({{"errorMessage":"Response payload size exceeded maximum allowed )"
                           R"(payload size ({} bytes).","errorType":"{}"}})",
                           bytes_max, response_size_too_large),
               true, std::string(response_size_too_large)});
}

actions lifecycle::response_too_large(std::string_view request_id, const moment&) {
  if (!is_current(request_id) || state_ != state::running) return refuse_post(request_id);
  actions out;
  refuse_size(out, model::limits::invoke_response_max_bytes);
  return out;
}

actions lifecycle::stream_begun(std::string_view request_id) {
  if (!is_current(request_id) || state_ != state::running) return refuse_post(request_id);
  state_ = state::responding;
  return {};
}

actions lifecycle::stream_ended(std::string&& whole) {
  actions out;
  out.reply = api_reply{202, std::string(accepted)};
  state_ = state::answered;
  answer(out, {std::move(whole), false, {}});
  return out;
}

actions lifecycle::stream_failed(std::string_view error_type, std::string&& body) {
  actions out;
  out.reply = api_reply{202, std::string(accepted)};
  state_ = state::answered;
  answer(out, {std::move(body), true, std::string(error_type)});
  return out;
}

actions lifecycle::stream_too_large(std::uint64_t bytes_max) {
  actions out;
  refuse_size(out, bytes_max);
  return out;
}

actions lifecycle::response_mode_invalid(std::string_view request_id) {
  if (!is_current(request_id) || state_ != state::running) return refuse_post(request_id);
  actions out;
  out.reply = api_error(400, "InvalidFunctionResponseMode",
                        "Lambda-Runtime-Function-Response-Mode has one legal value: streaming");
  constexpr std::string_view type = "Runtime.InvalidResponseModeHeader";
  state_ = state::answered;
  answer(out, {error_body(type, fmt::format("RequestId: {} Error: Invalid response mode header",
                                            call_->request_id)),
               true, std::string(type)});
  return out;
}

actions lifecycle::error_posted(std::string_view request_id, std::string&& body, const moment&) {
  if (!is_current(request_id) || state_ != state::running) return refuse_post(request_id);
  actions out;
  out.reply = api_reply{202, std::string(accepted)};
  state_ = state::answered;
  answer(out, {std::move(body), true, {}});
  return out;
}

actions lifecycle::init_error_posted(std::string_view error_type, std::string&& body,
                                     const moment&) {
  actions out;
  if (state_ != state::starting) {
    out.reply = api_error(403, "InvalidStateTransition", "The runtime has finished its init phase");
    return out;
  }
  // The runtime is expected to exit now; the report is made when it does.
  out.reply = api_reply{202, std::string(accepted)};
  init_error_type_ = valid_error_type(error_type, "Runtime.Unknown");
  init_error_body_ = std::move(body);
  return out;
}

void lifecycle::init_failed(actions& out, const moment& now, status how,
                            std::string_view error_type) {
  say_extensions(out, now);
  say(out, log_.init_report_line(now.unix_ms,
                                 {.duration = now.steady - init_began_,
                                  .phase = suppressed_ ? init_phase::invoke : init_phase::init,
                                  .status = how,
                                  .error_type = error_type}));
}

void lifecycle::finish(actions& out, const moment& now, report r) {
  if (!start_logged_) say(out, log_.start(now.unix_ms, call_->request_id));
  r.request_id = call_->request_id;
  r.init_duration = std::exchange(init_duration_, std::nullopt);
  say(out, log_.end(call_->request_id));
  say(out, log_.report_line(now.unix_ms, r));
  last_request_id_ = std::move(call_->request_id);
  call_.reset();
  undelivered_.reset();
  out.finished = true;
}

std::string lifecycle::task_timed_out() const {
  return fmt::format("RequestId: {} Error: Task timed out after {:.2f} seconds", call_->request_id,
                     double(function_->timeout_s));
}

actions lifecycle::process_ended(const exit_report& how, const moment& now,
                                 std::uint64_t memory_peak) {
  // What an extension said of its failure came before, and is why.
  std::string_view told = extensions_.first_error();
  return fail(std::string(told.empty() ? exit_type(how) : told), exit_text(how), now, memory_peak);
}

actions lifecycle::fail(std::string type, std::string_view why, const moment& now,
                        std::uint64_t memory_peak) {
  actions out;
  if (state_ == state::down) return out;
  bool initialising = in_init();
  state_ = state::down;
  out.reset_sandbox = true;
  if (initialising) {
    if (!init_error_type_.empty()) type = init_error_type_;
    init_failed(out, now, status::error, type);
    if (!suppressed_) {
      // Lambda tries once more, inside the first invocation.
      out.ready = true;
      return out;
    }
  }
  if (!call_) {
    out.unusable = true;
    return out;
  }
  std::string message = fmt::format("RequestId: {} Error: {}", call_->request_id, why);
  if (initialising) {
    say(out, log_.start(now.unix_ms, call_->request_id));
    start_logged_ = true;
    if (function_->logging.format == model::log_format::text)
      out.log.push_back(message + "\n" + type);
  }
  bool told = initialising && !init_error_body_.empty();
  answer(out, {told ? std::move(init_error_body_) : error_body(type, message), true, type});
  finish(out, now,
         {.duration = now.steady - invoke_began_,
          .memory_peak_bytes = memory_peak,
          .status = status::error,
          .error_type = type});
  out.ready = true;
  return out;
}

actions lifecycle::tick(const moment& now, std::uint64_t memory_peak) {
  actions out;
  auto due = deadline();
  if (!due || now.steady < *due) return out;
  out.reset_reason = extensions::shutdown_reason::timeout;
  if (!call_) {
    init_failed(out, now, status::timeout, {});
    state_ = state::down;
    out.reset_sandbox = true;
    out.ready = true;
    return out;
  }
  if (in_init()) init_failed(out, now, status::timeout, {});
  if (!start_logged_) say(out, log_.start(now.unix_ms, call_->request_id));
  start_logged_ = true;
  constexpr std::string_view type = "Sandbox.Timedout";
  answer(out, {error_body(type, task_timed_out()), true, std::string(type)});
  finish(out, now,
         {.duration = now.steady - invoke_began_,
          .memory_peak_bytes = memory_peak,
          .status = status::timeout});
  state_ = state::down;
  out.reset_sandbox = true;
  out.ready = true;
  return out;
}

std::optional<std::chrono::steady_clock::time_point> lifecycle::deadline() const {
  if (!limits_.timed) return std::nullopt;
  if (call_) return invoke_began_ + std::chrono::seconds(function_->timeout_s);
  if (in_init()) return init_began_ + limits_.init_max;
  return std::nullopt;
}

}  // namespace lambent::environment
