// One execution environment as a state machine: init, invoke, reset and the suppressed init inside
// an invoke, exactly as Lambda runs them. It is fed with what happened and when, and answers with
// what to do; it has no clock, no sockets and no sandbox. Its extensions are in its roster, which
// their requests change; the lifecycle looks there for whom it waits.
// Source: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/environment/lifecycle/exit_text.hpp"
#include "engine/environment/lifecycle/moment.hpp"
#include "engine/environment/lifecycle/platform_log.hpp"
#include "engine/extensions/farewell.hpp"
#include "engine/extensions/roster.hpp"
#include "engine/model/function.hpp"

namespace lambent::environment {

class response_sink;

struct invocation {
  std::string request_id;
  std::string payload;
  std::string invoked_arn;
  std::string trace_id;        // Empty: none.
  std::string client_context;  // JSON text; empty: none.
  // Takes the response as it comes; empty: it is wanted whole.
  std::shared_ptr<response_sink> stream;
};

// What the client of an invocation gets.
struct outcome {
  std::string payload;  // Empty after a stream that its client took as it came.
  bool function_error = false;
  // Of an error that the platform found, or that the trailers of a stream named:
  // "Runtime.ExitError". Empty for what the function posted as its error.
  std::string error_type;
  // Of a stream: the type that its runtime named, or nothing for it.
  std::optional<std::string> stream_type{};
};

// The event handed to the runtime that waits in GET /next.
struct delivery {
  environment::invocation invocation;
  std::int64_t deadline_unix_ms = 0;
};

// An answer of the Runtime API to a POST.
struct api_reply {
  int status = 202;
  std::string body;
};

struct actions {
  std::vector<std::string> log;  // Platform lines, in order.
  // For subscribers of telemetry; none while there are no extensions.
  std::vector<extensions::record> records;
  std::optional<api_reply> reply;   // To the POST that is being handled.
  std::optional<delivery> deliver;  // To the waiting GET /next.
  std::optional<outcome> complete;  // The running invocation's result, for its client.
  std::vector<std::string> tell;    // Extensions that hear of `deliver`, by their identifiers.
  bool start_extensions = false;    // Start the external extensions of the roster.
  bool start_process = false;       // (Re)start the program in the sandbox.
  bool reset_sandbox = false;       // End every process; /tmp stays. Comes before start_process.
  // Why, for extensions, which are told before they are ended.
  extensions::shutdown_reason reset_reason = extensions::shutdown_reason::failure;
  bool finished = false;  // The invocation is over: REPORT is in `log`.
  bool ready = false;     // Can take an invocation now.
  // The init phase, which has more CPU than what follows, has ended; a suppressed one is none.
  bool init_over = false;
  bool unusable = false;  // Ended outside an invocation: give it up.
};

struct lifecycle_limits {
  std::chrono::nanoseconds init_max = std::chrono::seconds(10);
  // Off while somebody looks at the program: nothing times out, and what the runtime is told of its
  // deadline lies `untimed_deadline` ahead.
  bool timed = true;
  // Off for programs that nobody of us started: that one has ended is seen when the next one asks
  // for an event.
  bool ends_are_seen = true;
};
inline constexpr std::chrono::hours untimed_deadline{24};

class lifecycle {
public:
  // `external`: the names of the files in /opt/extensions.
  lifecycle(model::function_ptr function, std::string stream, lifecycle_limits limits = {},
            std::vector<std::string> external = {});

  // The sandbox is there and the program is about to start.
  [[nodiscard]] actions begin(const moment& now);
  // Only after `ready`; never while another invocation runs.
  [[nodiscard]] actions invoke(environment::invocation&& call, const moment& now);

  [[nodiscard]] actions next_called(const moment& now, std::uint64_t memory_peak);
  [[nodiscard]] actions response_posted(std::string_view request_id, std::string&& body,
                                        const moment& now);
  // The body was larger than limits::invoke_response_max_bytes and has been thrown away.
  [[nodiscard]] actions response_too_large(std::string_view request_id, const moment& now);
  [[nodiscard]] actions error_posted(std::string_view request_id, std::string&& body,
                                     const moment& now);
  // A streamed response begins: without a reply it goes on to one of the four ends below.
  [[nodiscard]] actions stream_begun(std::string_view request_id, const moment& now);
  // `whole` is the payload where the client takes it whole; `bytes` is its size in any case.
  [[nodiscard]] actions stream_ended(std::string&& whole, std::uint64_t bytes, const moment& now);
  // The trailers told of an error; its type goes to the client as it is.
  [[nodiscard]] actions stream_failed(std::string_view error_type, std::string&& body,
                                      const moment& now);
  [[nodiscard]] actions stream_too_large(std::uint64_t bytes_max);
  // The connection ended first. Whether the program lives tells what becomes of the invocation:
  // the program ends, asks for the next event, or is out of time.
  void stream_broken() { broken_ = true; }
  // The header Lambda-Runtime-Function-Response-Mode was not "streaming".
  [[nodiscard]] actions response_mode_invalid(std::string_view request_id);
  // `error_type` is the header Lambda-Runtime-Function-Error-Type as sent; may be empty.
  [[nodiscard]] actions init_error_posted(std::string_view error_type, std::string&& body,
                                          const moment& now);
  [[nodiscard]] actions process_ended(const exit_report& how, const moment& now,
                                      std::uint64_t memory_peak);
  // The roster has changed: somebody registered, or asked for an event.
  [[nodiscard]] actions extensions_changed(const moment& now, std::uint64_t memory_peak);
  // An extension's process could not be started; `type` is the one in the log: "PermissionDenied".
  [[nodiscard]] actions extension_not_started(std::uint32_t program, std::string_view type,
                                              std::string_view why, const moment& now,
                                              std::uint64_t memory_peak);
  // An extension's process has ended, which none does before the environment.
  [[nodiscard]] actions extension_ended(std::uint32_t program, const exit_report& how,
                                        const moment& now, std::uint64_t memory_peak);
  // An extension subscribed to telemetry.
  [[nodiscard]] actions subscribed(std::string_view name, const extensions::subscription& to,
                                   const moment& now);
  [[nodiscard]] extensions::roster& extensions() { return extensions_; }
  [[nodiscard]] const extensions::roster& extensions() const { return extensions_; }

  // The event could not be handed over: the connection of GET /next had gone. It waits for the
  // runtime to ask again.
  void delivery_lost(delivery&& lost) { undelivered_ = std::move(lost); }
  [[nodiscard]] actions tick(const moment& now, std::uint64_t memory_peak);

  // When tick() next has something to do; none while idle.
  [[nodiscard]] std::optional<std::chrono::steady_clock::time_point> deadline() const;
  [[nodiscard]] bool busy() const { return call_.has_value(); }

private:
  enum class state : std::uint8_t {
    down,        // No program runs; the next invocation starts one (the suppressed init).
    launching,   // The external extensions start; the program does when all have registered.
    starting,    // The program runs and has not called /next yet.
    held,        // The program waits in /next, and extensions have not finished their init.
    idle,        // The program waits in /next.
    running,     // An event was delivered; the response is outstanding.
    responding,  // A streamed response has begun and not ended.
    answered,    // The response came; /next is outstanding.
    settling,    // The program waits in /next, and extensions work on the invocation.
  };
  using time_point = std::chrono::steady_clock::time_point;

  void begin_init(actions& out, const moment& now);
  void end_init(actions& out, const moment& now);
  [[nodiscard]] bool in_init() const {
    return state_ == state::launching || state_ == state::starting || state_ == state::held;
  }
  // Init, the invocation or the environment fails, whatever is under way.
  [[nodiscard]] actions fail(std::string type, std::string_view why, const moment& now,
                             std::uint64_t memory_peak);
  void say_extensions(actions& out, const moment& now);
  [[nodiscard]] init_phase phase() const {
    return suppressed_ ? init_phase::invoke : init_phase::init;
  }
  void begin_invocation(actions& out, const moment& now);
  void note_runtime_done(actions& out, const moment& now, status how, std::string_view error_type);
  void note_init_runtime_done(actions& out, const moment& now, status how,
                              std::string_view error_type);
  void note_response(std::uint64_t bytes, const moment& now);
  // Telemetry, made only where somebody may have subscribed.
  template <class Make>
  void note(actions& out, extensions::audience to, Make&& make);
  // The same, for what a log of SystemLogLevel DEBUG has as well.
  template <class Make>
  void note_in_detail(actions& out, extensions::audience to, Make&& make);
  // The runtime is done with the invocation; so is the invocation, unless extensions are not.
  void end_or_settle(actions& out, const moment& now, std::uint64_t memory_peak);
  void deliver(actions& out, const moment& now);
  void finish(actions& out, const moment& now, report r);
  void init_failed(actions& out, const moment& now, status how, std::string_view error_type);
  void answer(actions& out, outcome&& result);
  // Replies to a response that is too large, and fails the invocation.
  void refuse_size(actions& out, std::uint64_t bytes_max);
  void say(actions& out, std::optional<std::string>&& line);
  [[nodiscard]] bool is_current(std::string_view request_id) const;
  [[nodiscard]] actions refuse_post(std::string_view request_id) const;
  [[nodiscard]] std::string task_timed_out() const;

  model::function_ptr function_;
  std::string stream_;
  platform_log log_;
  lifecycle_limits limits_;
  std::vector<std::string> external_;
  extensions::roster extensions_;

  state state_ = state::down;
  bool suppressed_ = false;  // The init that runs now is inside an invocation.
  bool start_logged_ = false;
  time_point init_began_{};
  time_point invoke_began_{};
  std::int64_t init_began_ms_ = 0, invoke_began_ms_ = 0;  // Unix time.
  bool init_start_noted_ = false, runtime_done_noted_ = false;
  bool runtime_in_init_ = false;  // It has been started and has not ended its init.
  std::optional<nanoseconds> response_began_, response_ended_;  // Since the invocation's beginning.
  std::uint64_t produced_bytes_ = 0;
  std::int64_t deadline_unix_ms_ = 0;
  std::optional<nanoseconds> init_duration_;  // Until the first REPORT has told it.
  std::string init_error_type_, init_error_body_;
  std::optional<invocation> call_;
  std::optional<delivery> undelivered_;
  std::string last_request_id_;
  bool answered_ = false;  // The client of call_ has its outcome.
  bool broken_ = false;    // The streamed response broke off.
  // How the invocation ends, once everybody is done with it.
  status end_status_ = status::success;
  std::string_view end_type_;
};

// "(Runtime|Function).[A-Z][a-zA-Z]+" stays; everything else becomes `fallback`.
[[nodiscard]] std::string valid_error_type(std::string_view type, std::string_view fallback);

}  // namespace lambent::environment
