// All execution environments of the engine: carries out what the dispatcher decides, and hands each
// invocation's result to whoever asked for it. Runs on the loop's thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

#include "engine/environment/execution_environment.hpp"
#include "engine/environment/lifecycle/local_gate.hpp"
#include "engine/environment/local_observer.hpp"
#include "engine/environment/outside_host.hpp"
#include "engine/environment/sandbox_host.hpp"
#include "engine/invoke/dispatcher.hpp"

namespace lambent::environment {

struct invocation_result {
  enum class kind : std::uint8_t { completed, throttled, failed };
  kind what = kind::completed;
  environment::outcome outcome;  // When completed.
  std::string log_tail;          // When it was asked for.
  std::string reason;            // When failed: why no environment could be made.
  invoke::throttle throttled_by = invoke::throttle::none;  // When throttled.
  std::string build_error;  // When the outcome is that the function could not be built: why.
};

class fleet final : private environment_owner {
public:
  using done = std::move_only_function<void(invocation_result&&)>;

  struct parts {
    boost::asio::io_context& loop;
    sandbox_host& host;
    outside_host& outside;
    log_sink& logs;
    environment_settings settings;
    invoke::limits limits;
    local_observer* observer = nullptr;
  };

  explicit fleet(parts from);
  ~fleet() override;

  // `then` is called exactly once, on the loop's thread, possibly inside this call.
  void invoke(invocation&& call, const model::function_ptr& function, bool want_tail, done then);
  // The function has a new version of its code or configuration, or none any more (nullptr).
  void changed(const std::string& function_key, const model::function_ptr& function);

  // How many invocations the function may have at a time; nothing: its share of the account's.
  void reserved(const model::function& any_version, std::optional<std::uint32_t> concurrency);

  // Starts an environment ahead of the first invocation, unless the function has one.
  void prepare(const model::function_ptr& function);

  // Nothing waits to be answered.
  [[nodiscard]] bool quiet() const { return pending_.empty() && answering_.empty(); }
  // From now on invocations are refused, and those that no environment works on are answered so.
  void refuse_new();
  // All callers are answered now.
  void answer_all();
  // The engine ends: environments with extensions tell them. Then ended() says when they are done.
  void end_environments();
  [[nodiscard]] bool ended() const { return leaving_.empty(); }

  [[nodiscard]] std::size_t environments() const { return dispatcher_.environments(); }

private:
  struct pending {
    invocation call;
    bool want_tail = false;
    done then;
  };

  void on_ready(invoke::environment_id id) override;
  void on_answered(invoke::environment_id id) override { dispatcher_.answered(id); }
  void on_unusable(invoke::environment_id id, const std::string& reason) override;
  void on_complete(invoke::environment_id id, outcome&& result, std::string&& log_tail) override;

  void on_stopped(const model::function& function, pid_t process) override;
  void on_left(invoke::environment_id id) override;

  void apply(invoke::actions&& todo);
  void start(const invoke::start_environment& what);
  void retire(invoke::environment_id id, extensions::shutdown_reason why);
  void wake_by(std::optional<invoke::time_point> due);

  parts with_;
  invoke::dispatcher dispatcher_;
  local_gate gate_;
  bool refusing_ = false;
  boost::asio::steady_timer timer_;
  std::optional<invoke::time_point> armed_;
  std::uint64_t last_invocation_ = 0;
  std::unordered_map<invoke::invocation_id, pending> pending_;
  // Owners: this map; the environments' own callbacks hold weak references.
  std::unordered_map<invoke::environment_id, std::shared_ptr<execution_environment>> environments_;
  // No longer the dispatcher's: they live until their extensions have heard of the end.
  std::unordered_map<invoke::environment_id, std::shared_ptr<execution_environment>> leaving_;
  std::unordered_map<invoke::environment_id, done> answering_;
  // Tells callbacks that outlive the fleet that it has gone. Owner: the fleet alone.
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace lambent::environment
