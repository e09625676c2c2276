#include "engine/environment/fleet.hpp"

#include <boost/asio/post.hpp>
#include <utility>

namespace lambent::environment {

namespace asio = boost::asio;

namespace {

constexpr const char* deleted = "the function was deleted";
constexpr const char* shutting_down = "the engine is shutting down";

invocation_result throttled() {
  invocation_result r;
  r.what = invocation_result::kind::throttled;
  r.throttled_by = invoke::throttle::account;
  return r;
}

invocation_result failed(std::string reason) {
  invocation_result r;
  r.what = invocation_result::kind::failed;
  r.reason = std::move(reason);
  return r;
}

}  // namespace

fleet::fleet(parts from) : with_(from), dispatcher_(from.limits), timer_(from.loop) {}

fleet::~fleet() {
  alive_.reset();
  answer_all();
}

void fleet::refuse_new() {
  refusing_ = true;
  for (auto& [id, waiting] : std::exchange(pending_, {})) waiting.then(failed(shutting_down));
}

void fleet::answer_all() {
  refuse_new();
  for (auto& [id, then] : std::exchange(answering_, {})) then(failed(shutting_down));
}

void fleet::invoke(invocation&& call, const model::function_ptr& function, bool want_tail,
                   done then) {
  if (refusing_) return then(failed(shutting_down));
  invoke::invocation_id id{++last_invocation_};
  switch (gate_.arrived(id, *function)) {
    case local_gate::verdict::broken: {
      invocation_result answer;
      answer.outcome = build_error(*function);
      answer.build_error = function->local->build.error_message;
      return then(std::move(answer));
    }
    case local_gate::verdict::full:
      return then(throttled());
    case local_gate::verdict::wait:
      pending_.emplace(id, pending{std::move(call), want_tail, std::move(then)});
      if (with_.observer != nullptr) with_.observer->on_waiting_call(*function);
      return;
    case local_gate::verdict::pass:
      break;
  }
  pending_.emplace(id, pending{std::move(call), want_tail, std::move(then)});
  apply(dispatcher_.invoked(id, function, std::chrono::steady_clock::now()));
}

void fleet::changed(const std::string& function_key, const model::function_ptr& function) {
  // A function whose build is awaited or has failed keeps its environments: what they still do is
  // finished, and nothing new reaches them.
  bool runs =
      !function || !function->local || function->local->build.stage == model::local_stage::ready;
  if (runs) apply(dispatcher_.changed(function_key, function, std::chrono::steady_clock::now()));
  for (invoke::invocation_id id : gate_.changed(function_key, function.get())) {
    auto node = pending_.extract(id);
    if (node.empty()) continue;
    pending& call = node.mapped();
    if (!function) {
      call.then(failed(deleted));
    } else {
      invoke(std::move(call.call), function, call.want_tail, std::move(call.then));
    }
  }
}

void fleet::reserved(const model::function& any_version, std::optional<std::uint32_t> concurrency) {
  apply(dispatcher_.reserved(any_version, concurrency, std::chrono::steady_clock::now()));
}

void fleet::prepare(const model::function_ptr& function) { apply(dispatcher_.prepare(function)); }

void fleet::apply(invoke::actions&& todo) {
  wake_by(todo.wake_by);
  for (invoke::environment_id id : todo.retired) retire(id, extensions::shutdown_reason::spindown);
  for (const invoke::reject& no : todo.rejected) {
    auto node = pending_.extract(no.invocation);
    if (node.empty()) continue;
    invocation_result result = failed(no.reason);
    if (no.why != invoke::throttle::none) result.what = invocation_result::kind::throttled;
    result.throttled_by = no.why;
    node.mapped().then(std::move(result));
  }
  for (const invoke::start_environment& what : todo.started) start(what);
  for (invoke::environment_id id : todo.frozen) {
    if (auto it = environments_.find(id); it != environments_.end()) it->second->freeze();
  }
  for (const invoke::assign& a : todo.assigned) {
    auto node = pending_.extract(a.invocation);
    auto it = environments_.find(a.environment);
    if (node.empty() || it == environments_.end()) continue;
    answering_.emplace(a.environment, std::move(node.mapped().then));
    it->second->invoke(std::move(node.mapped().call), node.mapped().want_tail);
  }
}

void fleet::start(const invoke::start_environment& what) {
  const model::function& f = *what.function;
  bool outside = f.local && f.local->owner == model::program_owner::outside;
  program_host& host = outside ? static_cast<program_host&>(with_.outside) : with_.host;
  execution_environment::parts around{with_.loop, host, with_.logs, *this, with_.settings};
  auto made = std::make_shared<execution_environment>(around, what.environment, what.function);
  environments_.emplace(what.environment, made);
  if (outside) {
    auto box = with_.outside.acquire(invoke::function_key(f));
    return box ? made->begin(std::move(*box)) : on_unusable(what.environment, box.error().what);
  }
  with_.host.acquire([this, id = what.environment, weak = std::weak_ptr(made),
                      alive = std::weak_ptr(alive_)](result<prepared_sandbox>&& box) {
    if (alive.expired()) return;
    auto self = weak.lock();
    if (!box) return on_unusable(id, box.error().what);
    // Given up while it waited: the sandbox goes back to nothing.
    if (!self || !environments_.contains(id)) return with_.host.release(box->id);
    self->begin(std::move(*box));
  });
}

void fleet::retire(invoke::environment_id id, extensions::shutdown_reason why) {
  auto node = environments_.extract(id);
  if (node.empty()) return;
  if (auto then = answering_.extract(id); !then.empty())
    then.mapped()(failed("the environment has ended"));
  if (node.mapped()->leave(why)) {
    leaving_.emplace(id, std::move(node.mapped()));
    return;
  }
  // One of its own callbacks may be running.
  asio::post(with_.loop, [gone = std::move(node.mapped())] {});
}

void fleet::on_left(invoke::environment_id id) {
  auto node = leaving_.extract(id);
  if (!node.empty()) asio::post(with_.loop, [gone = std::move(node.mapped())] {});
}

void fleet::end_environments() {
  for (auto it = environments_.begin(); it != environments_.end();) {
    if (it->second->leave(extensions::shutdown_reason::spindown)) {
      leaving_.insert(environments_.extract(it++));
    } else {
      ++it;
    }
  }
}

void fleet::on_ready(invoke::environment_id id) {
  apply(dispatcher_.became_ready(id, std::chrono::steady_clock::now()));
}

void fleet::on_unusable(invoke::environment_id id, const std::string& reason) {
  retire(id, extensions::shutdown_reason::failure);
  apply(dispatcher_.gone(id, reason, std::chrono::steady_clock::now()));
}

void fleet::on_complete(invoke::environment_id id, outcome&& result, std::string&& log_tail) {
  auto node = answering_.extract(id);
  if (node.empty()) return;
  invocation_result answer;
  answer.outcome = std::move(result);
  answer.log_tail = std::move(log_tail);
  node.mapped()(std::move(answer));
}

void fleet::on_stopped(const model::function& function, pid_t process) {
  if (with_.observer != nullptr) with_.observer->on_stopped_program(function, process);
}

void fleet::wake_by(std::optional<invoke::time_point> due) {
  // Moved earlier only: a timer that rings too early finds nothing to do and is set anew.
  if (!due || (armed_ && *armed_ <= *due)) return;
  armed_ = due;
  timer_.expires_at(*due);
  timer_.async_wait([this, alive = std::weak_ptr(alive_)](boost::system::error_code ec) {
    if (ec || alive.expired()) return;
    armed_.reset();
    apply(dispatcher_.tick(std::chrono::steady_clock::now()));
  });
}

}  // namespace lambent::environment
