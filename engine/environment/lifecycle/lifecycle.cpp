#include "engine/environment/lifecycle/lifecycle.hpp"

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

template <class Make>
void lifecycle::note(actions& out, extensions::audience to, Make&& make) {
  if (extensions_.empty()) return;
  using extensions::source;
  if (!std::exchange(init_start_noted_, true)) {
    out.records.push_back({source::platform, extensions::audience::telemetry,
                           log_.records().init_start(init_began_ms_, phase())});
  }
  out.records.push_back({source::platform, to, std::forward<Make>(make)()});
}

template <class Make>
void lifecycle::note_in_detail(actions& out, extensions::audience to, Make&& make) {
  if (log_.has_everything()) out.log.push_back(make());
  note(out, to, std::forward<Make>(make));
}

void lifecycle::note_response(std::uint64_t bytes, const moment& now) {
  if (!response_began_) response_began_ = now.steady - invoke_began_;
  response_ended_ = now.steady - invoke_began_;
  produced_bytes_ = bytes;
}

void lifecycle::note_runtime_done(actions& out, const moment& now, status how,
                                  std::string_view error_type) {
  if (std::exchange(runtime_done_noted_, true)) return;
  auto make = [&] {
    return log_.records().runtime_done(now.unix_ms, {.request_id = call_->request_id,
                                                     .status = how,
                                                     .error_type = error_type,
                                                     .began_unix_ms = invoke_began_ms_,
                                                     .duration = now.steady - invoke_began_,
                                                     .produced_bytes = produced_bytes_,
                                                     .response_began = response_began_,
                                                     .response_ended = response_ended_});
  };
  note_in_detail(out, extensions::audience::everybody, make);
}

void lifecycle::note_init_runtime_done(actions& out, const moment& now, status how,
                                       std::string_view error_type) {
  // Its init is over already where extensions are still at theirs.
  if (!std::exchange(runtime_in_init_, false)) return;
  note_in_detail(out, extensions::audience::telemetry, [&] {
    return log_.records().init_runtime_done(now.unix_ms, phase(), how, error_type);
  });
}

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
  init_began_ms_ = now.unix_ms;
  init_start_noted_ = false;
  runtime_in_init_ = extensions_.empty();
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
  note_in_detail(out, extensions::audience::telemetry, [&] {
    return log_.records().init_report(now.unix_ms, {.duration = now.steady - init_began_,
                                                    .phase = phase(),
                                                    .status = status::success,
                                                    .error_type = {}});
  });
  if (suppressed_) {
    deliver(out, now);
  } else {
    init_duration_ = now.steady - init_began_;
    out.ready = true;
    out.init_over = true;
  }
}

void lifecycle::say_extensions(actions& out, const moment& now) {
  for (const extensions::extension& each : extensions_.all()) {
    say(out, log_.extension_line(now.unix_ms, each));
    note(out, extensions::audience::everybody,
         [&] { return log_.records().extension(now.unix_ms, each); });
  }
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
  invoke_began_ms_ = now.unix_ms;
  runtime_done_noted_ = false;
  response_began_ = response_ended_ = std::nullopt;
  produced_bytes_ = 0;
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

void lifecycle::begin_invocation(actions& out, const moment& now) {
  if (std::exchange(start_logged_, true)) return;
  say(out, log_.start(now.unix_ms, call_->request_id));
  note(out, extensions::audience::everybody,
       [&] { return log_.records().start(now.unix_ms, call_->request_id); });
}

void lifecycle::deliver(actions& out, const moment& now) {
  begin_invocation(out, now);
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
      note_init_runtime_done(out, now, status::success, {});
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
  note_runtime_done(out, now, end_status_, end_type_);
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
    runtime_in_init_ = true;
    out.start_process = true;
  } else if (state_ == state::held && extensions_.settled()) {
    end_init(out, now);
  } else if (state_ == state::settling) {
    end_or_settle(out, now, memory_peak);
  }
  return out;
}

actions lifecycle::subscribed(std::string_view name, const extensions::subscription& to,
                              const moment& now) {
  actions out;
  say(out, log_.subscription_line(now.unix_ms, name, to));
  const bool logs = to.api == extensions::telemetry_api::logs;
  note(out, logs ? extensions::audience::logs : extensions::audience::telemetry,
       [&] { return log_.records().subscription(now.unix_ms, name, to); });
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

actions lifecycle::response_posted(std::string_view request_id, std::string&& body,
                                   const moment& now) {
  if (!is_current(request_id) || state_ != state::running) return refuse_post(request_id);
  actions out;
  out.reply = api_reply{202, std::string(accepted)};
  state_ = state::answered;
  note_response(body.size(), now);
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

actions lifecycle::stream_begun(std::string_view request_id, const moment& now) {
  if (!is_current(request_id) || state_ != state::running) return refuse_post(request_id);
  note_response(0, now);
  state_ = state::responding;
  return {};
}

actions lifecycle::stream_ended(std::string&& whole, std::uint64_t bytes, const moment& now) {
  actions out;
  note_response(bytes, now);
  out.reply = api_reply{202, std::string(accepted)};
  state_ = state::answered;
  answer(out, {std::move(whole), false, {}});
  return out;
}

actions lifecycle::stream_failed(std::string_view error_type, std::string&& body,
                                 const moment& now) {
  actions out;
  note_response(body.size(), now);
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

actions lifecycle::error_posted(std::string_view request_id, std::string&& body,
                                const moment& now) {
  if (!is_current(request_id) || state_ != state::running) return refuse_post(request_id);
  actions out;
  note_response(body.size(), now);
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
  note_init_runtime_done(out, now, how, error_type);
  say_extensions(out, now);
  const init_report r{.duration = now.steady - init_began_,
                      .phase = phase(),
                      .status = how,
                      .error_type = error_type};
  say(out, log_.init_report_line(now.unix_ms, r));
  note(out, extensions::audience::telemetry,
       [&] { return log_.records().init_report(now.unix_ms, r); });
}

void lifecycle::finish(actions& out, const moment& now, report r) {
  begin_invocation(out, now);
  r.request_id = call_->request_id;
  note_runtime_done(out, now, r.status, r.error_type);
  r.init_duration = std::exchange(init_duration_, std::nullopt);
  say(out, log_.end(call_->request_id));
  say(out, log_.report_line(now.unix_ms, r));
  note(out, extensions::audience::logs,
       [&] { return log_.records().end(now.unix_ms, r.request_id); });
  note(out, extensions::audience::everybody, [&] { return log_.records().report(now.unix_ms, r); });
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
  const bool launched = !function_->image || how.start_problem.empty();
  std::string launch_error;
  if (!launched) launch_error = log_.launch_error_line(now.unix_ms, how.start_problem);
  actions out =
      fail(std::string(told.empty() ? exit_type(how) : told), exit_text(how), now, memory_peak);
  if (!launched) out.log.insert(out.log.begin(), std::move(launch_error));
  return out;
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
    begin_invocation(out, now);
    if (function_->logging.format == model::log_format::text)
      out.log.push_back(message + "\n" + type);
  }
  note(out, extensions::audience::logs,
       [&] { return log_.records().fault(now.unix_ms, message + "\n" + type); });
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
  begin_invocation(out, now);
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
