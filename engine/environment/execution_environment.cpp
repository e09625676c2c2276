#include "engine/environment/execution_environment.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <charconv>

#include "base/ascii.hpp"
#include "base/base64.hpp"
#include "base/json_string.hpp"
#include "base/random.hpp"
#include "engine/environment/extension_files.hpp"
#include "engine/environment/resident_peak.hpp"
#include "engine/environment/start_message.hpp"
#include "engine/extensions/request.hpp"
#include "engine/model/limits.hpp"

namespace lambent::environment {

namespace {

constexpr std::string_view api_root = "/2018-06-01/";
constexpr std::string_view invocation_root = "/2018-06-01/runtime/invocation/";
constexpr std::string_view response_mode = "Lambda-Runtime-Function-Response-Mode";
constexpr std::string_view error_type = "Lambda-Runtime-Function-Error-Type";
constexpr std::string_view error_body = "Lambda-Runtime-Function-Error-Body";
// A connection whose request came less than this ago is not asked whether it still stands.
constexpr std::chrono::milliseconds trusted_connection_age{1};

http::response api_answer(int status, std::string body) {
  return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

// The error that trailers tell, which is base64 there; what is not is told as it is.
std::string trailers_error_body(const http::headers& trailers) {
  std::string_view encoded = trailers.get(error_body);
  if (encoded.empty()) return "{}";
  auto body = base64_decode(encoded);
  return body ? std::move(*body) : std::string(encoded);
}

model::program_owner owner_of(const model::function& f) {
  return f.local ? f.local->owner : model::program_owner::engine;
}

lifecycle_limits limits_of(const model::function& f) {
  lifecycle_limits out;
  out.timed = owner_of(f) == model::program_owner::engine;
  out.ends_are_seen = owner_of(f) != model::program_owner::outside;
  return out;
}

// Headers that an invocation may lack.
void add_given(http::response& r, std::string_view name, const std::string& value) {
  if (!value.empty()) r.headers.add(name, value);
}

std::optional<managed::installation> interpreter_of(const environment_settings& settings,
                                                    const model::function& f) {
  if (settings.interpreters == nullptr) return std::nullopt;
  return settings.interpreters->known(f.runtime);
}

// The event of an extension that takes part in the invocation.
std::string invoke_event(const delivery& d) {
  std::string event = fmt::format(
      R"({{"eventType":"INVOKE","deadlineMs":{},"requestId":{},"invokedFunctionArn":{})",
      d.deadline_unix_ms, json_string(d.invocation.request_id),
      json_string(d.invocation.invoked_arn));
  if (!d.invocation.trace_id.empty())
    event += fmt::format(R"(,"tracing":{{"type":"X-Amzn-Trace-Id","value":{}}})",
                         json_string(d.invocation.trace_id));
  return event + '}';
}

}  // namespace

execution_environment::execution_environment(parts from, invoke::environment_id id,
                                             model::function_ptr function)
    : with_(from),
      id_(id),
      function_(std::move(function)),
      log_to_(std::make_shared<log_destination>(
          model::owner{function_->account, function_->region}, function_->logging.group,
          log_stream_name(*function_, read_clocks().unix_ms, random_hex(32)), function_->name)),
      life_(function_, log_to_->stream, limits_of(*function_), extension_files(*function_)),
      timer_(from.loop) {}

execution_environment::~execution_environment() {
  if (!server_) return;
  thaw();
  with_.host.release(box_.id);
}

void execution_environment::begin(prepared_sandbox&& box) {
  box_ = std::move(box);
  with_.host.subscribe(box_.id, *this);
  // A function may stream as slowly as its time limit lets it, and longer under a debugger.
  server_.emplace(with_.loop, std::move(box_.listener), *this,
                  http::server_limits{.body_silence_max = std::chrono::hours(24)});
  if (box_.output) {
    output_ = std::make_shared<output_reader>(
        with_.loop, std::move(box_.output), with_.logs,
        [this](std::string&& line) { log_output(std::move(line)); });
    output_->begin();
  }
  apply(life_.begin(read_clocks()));
}

void execution_environment::invoke(invocation&& call, bool want_tail) {
  want_tail_ = want_tail;
  tail_.clear();
  client_ = std::move(call.stream);
  thaw();
  apply(life_.invoke(std::move(call), read_clocks()));
}

void execution_environment::apply(actions&& todo) {
  if (leaving_) return;
  for (std::string& line : todo.log) log(log_origin::platform, std::move(line));
  if (!todo.records.empty()) desk().note(todo.records);
  if (todo.complete) {
    client_.reset();
    with_.owner.on_answered(id_);
    if (want_tail_) {
      held_ = std::move(todo.complete);
    } else {
      with_.owner.on_complete(id_, std::move(*todo.complete), {});
    }
  }
  if (todo.finished && held_) {
    outcome result = std::move(*held_);
    held_.reset();
    std::size_t kept = std::min(tail_.size(), model::limits::log_tail_bytes);
    with_.owner.on_complete(id_, std::move(result), tail_.substr(tail_.size() - kept));
  }
  if (todo.deliver) {
    const std::string event = todo.tell.empty() ? std::string() : invoke_event(*todo.deliver);
    deliver(std::move(*todo.deliver));
    if (!todo.tell.empty()) desk().tell(todo.tell, event);
  }
  if (todo.reset_sandbox) {
    thaw();
    stream_.reset();
    exit_after_stream_.reset();
    if (life_.extensions().empty()) {
      reset();
    } else if (!todo.unusable) {
      ready_after_reset_ = std::exchange(todo.ready, false);
      desk().begin_farewell(todo.reset_reason, program_runs_);
    }
  }
  if (todo.start_extensions) start_extensions();
  if (todo.start_process) start_program();
  arm_timer();
  if (todo.unusable) return with_.owner.on_unusable(id_, "the function's process ended");
  if (todo.init_over && !with_.settings.full_cpu)
    with_.host.send(sandbox::limit_cpu{box_.id, cpu_share_permille(*function_)});
  if (todo.ready) with_.owner.on_ready(id_);
}

void execution_environment::reset() {
  waiting_.reset();
  expect_stale_ = true;
  resetting_ = true;
  note_all_ended();
  with_.host.send(sandbox::reset{box_.id});
}

void execution_environment::note_all_ended() {
  program_runs_ = false;
  interpreter_process_ = 0;
  for (const extensions::extension& each : life_.extensions().all())
    life_.extensions().ended(each.program);
}

void execution_environment::apply(actions&& todo, http::exchange& post) {
  if (todo.reply) {
    post.respond(api_answer(todo.reply->status, std::move(todo.reply->body)));
    todo.reply.reset();
  }
  apply(std::move(todo));
}

void execution_environment::deliver(delivery&& event) {
  if (!waiting_) return life_.delivery_lost(std::move(event));
  http::exchange next = std::move(*waiting_);
  waiting_.reset();
  // A connection that was closed while the environment idled must not swallow the event.
  bool idled = std::chrono::steady_clock::now() - waiting_since_ > trusted_connection_age;
  if (idled && next.peer_gone()) return life_.delivery_lost(std::move(event));
  http::response r;
  r.headers.add("Content-Type", "application/json");
  r.headers.add("Lambda-Runtime-Aws-Request-Id", event.invocation.request_id);
  r.headers.add("Lambda-Runtime-Deadline-Ms", std::to_string(event.deadline_unix_ms));
  r.headers.add("Lambda-Runtime-Invoked-Function-Arn", event.invocation.invoked_arn);
  add_given(r, "Lambda-Runtime-Trace-Id", event.invocation.trace_id);
  add_given(r, "Lambda-Runtime-Client-Context", event.invocation.client_context);
  r.body = std::move(event.invocation.payload);
  next.respond(std::move(r));
}

http::body_plan execution_environment::plan_body(const http::request& head) const {
  if (extension_desk::serves(head.target)) return {.bytes_max = extensions::request_bytes_max};
  return {.bytes_max = model::limits::invoke_response_max_bytes,
          .in_pieces = head.target.ends_with("/response") && head.headers.has(response_mode)};
}

http::response execution_environment::refuse(int status, std::string_view why) const {
  return api_answer(status,
                    fmt::format(R"({{"errorMessage":"{}","errorType":"InvalidRequest"}})", why));
}

void execution_environment::handle(http::exchange&& call) {
  std::string_view path = http::parse_target(call.request.target).path;
  if (call.request.method == "GET" && path == "/2018-06-01/runtime/invocation/next")
    return handle_next(std::move(call));
  if (call.request.method == "GET" && path == "/2018-06-01/ping")
    return call.respond({200, {{"Content-Type", "text/plain"}}, "pong"});
  if (call.request.method == "POST" && path.starts_with(api_root)) {
    std::string rest(path.substr(api_root.size()));
    return handle_post(rest, std::move(call));
  }
  // A program outside comes and goes unseen, and an extension in it would be waited for for ever.
  bool has_extensions = owner_of(*function_) != model::program_owner::outside;
  if (extension_desk::serves(path) && has_extensions) {
    if (resetting_) return;
    const std::string kept(path);
    return desk().handle(kept, std::move(call));
  }
  call.respond(api_answer(
      404,
      R"({"errorMessage":"This path is not part of the Runtime API","errorType":"NotFound"})"));
}

void execution_environment::handle_next(http::exchange&& call) {
  // A request of a process that is gone, still in the listener's queue, is not the new process'.
  if (resetting_ || (expect_stale_ && call.peer_gone())) return;
  expect_stale_ = false;
  read_output(life_.busy());
  moment now = read_clocks();
  waiting_ = std::move(call);
  waiting_since_ = now.steady;
  if (!in_farewell()) apply(life_.next_called(now, memory_peak()));
}

void execution_environment::handle_post(std::string_view rest, http::exchange&& call) {
  moment now = read_clocks();
  http::request& r = call.request;
  if (rest == "runtime/init/error")
    return apply(life_.init_error_posted(r.headers.get(error_type), std::move(r.body), now), call);
  std::string_view prefix = invocation_root.substr(api_root.size());
  if (rest.starts_with(prefix)) {
    rest.remove_prefix(prefix.size());
    std::size_t slash = rest.find('/');
    std::string_view request_id = rest.substr(0, slash);
    std::string_view verb = slash == std::string_view::npos ? "" : rest.substr(slash + 1);
    if (verb == "response" && r.headers.has(response_mode))
      return begin_stream(request_id, std::move(call));
    if (verb == "response" || verb == "error") {
      if (call.body_too_large) return apply(life_.response_too_large(request_id, now), call);
      // Some runtimes send a stream's trailers behind a response that is not one.
      if (verb == "response" && r.headers.has(error_type))
        return apply(life_.error_posted(request_id, trailers_error_body(r.headers), now), call);
      if (verb == "response")
        return apply(life_.response_posted(request_id, std::move(r.body), now), call);
      return apply(life_.error_posted(request_id, std::move(r.body), now), call);
    }
  }
  call.respond(api_answer(
      404,
      R"({"errorMessage":"This path is not part of the Runtime API","errorType":"NotFound"})"));
}

void execution_environment::begin_stream(std::string_view request_id, http::exchange&& post) {
  bool legal = same_letters(post.request.headers.get(response_mode), "streaming");
  actions begun = legal ? life_.stream_begun(request_id, read_clocks())
                        : life_.response_mode_invalid(request_id);
  if (begun.reply) return apply(std::move(begun), post);
  stream_ = std::make_shared<streamed_response>(
      streamed_response::parts{with_.loop, *this, client_, !with_.settings.full_stream_rate},
      std::move(post));
  stream_->begin();
}

void execution_environment::on_stream_ended(const http::headers& trailers) {
  auto ended = std::move(stream_);
  std::string_view type = trailers.get(error_type);
  moment now = read_clocks();
  actions todo = type.empty() ? life_.stream_ended(std::move(ended->whole()), ended->bytes(), now)
                              : life_.stream_failed(type, trailers_error_body(trailers), now);
  if (todo.complete) todo.complete->stream_type = ended->post().request.headers.get("Content-Type");
  apply(std::move(todo), ended->post());
  next_after_stream();
}

void execution_environment::on_stream_too_large() {
  auto ended = std::move(stream_);
  apply(life_.stream_too_large(ended->bytes_max()), ended->post());
  next_after_stream();
}

void execution_environment::on_stream_broken() {
  stream_.reset();
  life_.stream_broken();
  next_after_stream();
}

void execution_environment::next_after_stream() {
  if (auto how = std::exchange(exit_after_stream_, std::nullopt)) return process_exited(*how);
  if (waiting_) apply(life_.next_called(read_clocks(), memory_peak()));
}

sandbox::start execution_environment::own_start_message() const {
  return start_message(*function_, {.id = box_.id,
                                    .log_stream = log_to_->stream,
                                    .runtime_api = box_.runtime_api,
                                    .cpu_permille = cpu_permille_at_start(),
                                    .interpreter = interpreter_of(with_.settings, *function_)});
}

std::uint32_t execution_environment::cpu_permille_at_start() const {
  if (with_.settings.full_cpu) return 0;
  return life_.busy() ? cpu_share_permille(*function_) : init_cpu_permille(*function_);
}

void execution_environment::start_program() {
  if (resetting_) {
    start_pending_ = true;
    return;
  }
  program_runs_ = true;
  with_.host.send(own_start_message());
}

void execution_environment::on_started(const sandbox::started& begun, fd&& output) {
  if (begun.program != sandbox::function_program) {
    if (!resetting_) desk().on_started(begun, std::move(output));
    return;
  }
  if (resetting_) return;
  const bool stopped = owner_of(*function_) == model::program_owner::debugger;
  if (begun.host_pid != 0 && stopped) with_.owner.on_stopped(*function_, begun.host_pid);
  interpreter_process_ = managed::runtime_of(function_->runtime) ? begun.host_pid : 0;
}

void execution_environment::on_failed(sandbox::failed&& what) {
  if (what.during == sandbox::step::start && what.program != sandbox::function_program) {
    if (!resetting_) desk().on_failed(what);
  } else if (what.during == sandbox::step::start && !resetting_) {
    program_runs_ = false;
    if (in_farewell()) return desk().runtime_ended();
    apply(life_.process_ended(start_failure(*function_, what), read_clocks(), memory_peak()));
  } else if (what.during == sandbox::step::reset) {
    with_.owner.on_unusable(id_, what.why.what);
  }
}

void execution_environment::on_exited(const sandbox::exited& how) {
  if (how.program != sandbox::function_program) return extension_exited(how);
  program_runs_ = false;
  interpreter_process_ = 0;
  if (resetting_) return;
  if (in_farewell()) {
    read_output(true);
    return desk().runtime_ended();
  }
  if (stream_) {
    exit_after_stream_ = how;
  } else {
    process_exited(how);
  }
}

void execution_environment::process_exited(const sandbox::exited& how) {
  read_output(true);
  apply(life_.process_ended({how.by_signal, how.code, how.out_of_memory, {}}, read_clocks(),
                            memory_peak()));
}

void execution_environment::on_reset_done() {
  resetting_ = false;
  if (desk_) desk_->forget();
  if (std::exchange(ready_after_reset_, false)) with_.owner.on_ready(id_);
  if (std::exchange(extensions_pending_, false)) start_extensions();
  if (std::exchange(start_pending_, false)) start_program();
}

void execution_environment::on_lost() {
  if (leaving_) return with_.owner.on_left(id_);
  note_all_ended();
  if (life_.busy())
    apply(life_.process_ended({true, SIGKILL, false, {}}, read_clocks(), memory_peak()));
  with_.owner.on_unusable(id_, "the program lambent-sandbox died");
}

void execution_environment::freeze() {
  if (box_.freezer && !frozen_) frozen_ = ::pwrite(box_.freezer.get(), "1", 1, 0) == 1;
}

void execution_environment::thaw() {
  if (frozen_) frozen_ = ::pwrite(box_.freezer.get(), "0", 1, 0) != 1;
}

std::uint64_t execution_environment::memory_peak() {
  // An interpreter is a large file, which is the function's memory on Lambda.
  if (interpreter_process_ != 0)
    resident_peak_ = std::max(resident_peak_, resident_peak_of(interpreter_process_));
  if (!box_.memory_peak) return resident_peak_;
  std::array<char, 32> text{};
  ssize_t n = ::pread(box_.memory_peak.get(), text.data(), text.size(), 0);
  std::uint64_t bytes = 0;
  if (n > 0) std::from_chars(text.data(), text.data() + n, bytes);
  return std::max(bytes, resident_peak_);
}

void execution_environment::arm_timer() {
  // The timer is moved earlier only; one that rings too early looks again. So a busy environment
  // touches it once in a function's time limit, not once in an invocation.
  auto due = life_.deadline();
  if (!due || (armed_ && *armed_ <= *due)) return;
  armed_ = due;
  timer_.expires_at(*due);
  timer_.async_wait([weak = weak_from_this()](boost::system::error_code ec) {
    auto self = weak.lock();
    if (ec || !self) return;
    self->armed_.reset();
    moment now = read_clocks();
    auto still = self->life_.deadline();
    if (still && *still <= now.steady) {
      self->read_output(true);
      self->apply(self->life_.tick(now, self->memory_peak()));
    } else {
      self->arm_timer();
    }
  });
}

void execution_environment::read_output(bool all) {
  if (!output_) return;
  output_->read();
  if (all) output_->flush();
}

void execution_environment::log_output(std::string&& line) {
  if (desk_) desk_->note_line(extensions::source::function, line);
  log(log_origin::function, std::move(line));
}

void execution_environment::log(log_origin from, std::string&& message) {
  if (want_tail_) {
    tail_ += message;
    tail_ += '\n';
    if (tail_.size() > 16 * model::limits::log_tail_bytes)
      tail_.erase(0, tail_.size() - model::limits::log_tail_bytes);
  }
  with_.logs.write(log_to_, from, read_clocks().unix_ms, std::move(message));
}

}  // namespace lambent::environment
