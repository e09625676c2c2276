// Who runs what, when: which environment takes which invocation, when a new one is started, when an
// idle one is frozen or given up, and when a caller is told to come back later. Fed with events and
// the time, it answers with actions; it never reads a clock, opens a file or touches a socket.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/invoke/concurrency.hpp"
#include "engine/model/function.hpp"
#include "engine/model/limits.hpp"

namespace lambent::invoke {

enum class environment_id : std::uint64_t {};
enum class invocation_id : std::uint64_t {};

using time_point = std::chrono::steady_clock::time_point;
using duration = std::chrono::steady_clock::duration;

struct limits {
  std::size_t environments_max = model::limits::account_concurrency;
  // Invocations at a time, for each account and region.
  std::size_t account_concurrency = model::limits::account_concurrency;
  duration freeze_after = std::chrono::milliseconds(5);
  // How long a call waits for an environment that has answered and is about to be free, before a
  // new one is started for it.
  duration finishing_max = std::chrono::milliseconds(2);
  duration idle_max = std::chrono::minutes(10);
};

struct start_environment {
  environment_id environment;
  model::function_ptr function;
};
struct assign {
  environment_id environment;
  invocation_id invocation;
};
struct reject {
  invocation_id invocation;
  throttle why = throttle::none;  // None: `reason` says why no environment could be made.
  std::string reason;
};

struct actions {
  std::vector<assign> assigned;
  std::vector<start_environment> started;
  std::vector<reject> rejected;
  std::vector<environment_id> frozen;
  std::vector<environment_id> retired;
  // tick() is wanted by then.
  std::optional<time_point> wake_by;
};

class dispatcher {
public:
  explicit dispatcher(limits bounds) : limits_(bounds), concurrency_(bounds.account_concurrency) {}

  [[nodiscard]] actions invoked(invocation_id call, const model::function_ptr& function,
                                time_point now);
  // It has given its answer and will be ready in a moment.
  void answered(environment_id environment);
  // The environment can take an invocation: after its init, and after each invocation.
  [[nodiscard]] actions became_ready(environment_id environment, time_point now);
  // It has ended, or could not be made; `reason` goes to the caller that waited for it.
  [[nodiscard]] actions gone(environment_id environment, const std::string& reason, time_point now);
  // The function has new code or configuration, or none any more (nullptr): its idle environments
  // are given up now, its busy ones when they are done. Waiting callers get the new version.
  [[nodiscard]] actions changed(const std::string& function_key,
                                const model::function_ptr& function, time_point now);
  // The function, with all its versions, may have this many invocations at a time; nothing: it
  // shares what is left of the account's.
  [[nodiscard]] actions reserved(const model::function& any_version,
                                 std::optional<std::uint32_t> concurrency, time_point now);
  // Starts an environment ahead of the first invocation, unless the function has one.
  [[nodiscard]] actions prepare(const model::function_ptr& function);
  [[nodiscard]] actions tick(time_point now);
  // When the next idle environment is to be frozen or given up.
  [[nodiscard]] std::optional<time_point> deadline() const;

  [[nodiscard]] std::size_t environments() const { return environments_.size(); }

private:
  struct idle_entry {
    environment_id environment;
    time_point since;
    bool frozen = false;
  };
  struct waiting_call {
    invocation_id call;
    time_point since;
  };
  // One version of a function.
  struct group {
    model::function_ptr function;
    share_ptr share;
    std::vector<idle_entry> idle;      // Last in, first out: the most recently used is warmest.
    std::deque<waiting_call> waiting;  // Oldest first.
    std::size_t starting = 0;
    std::size_t finishing = 0;  // Answered, and not ready yet.
  };
  struct member {
    std::string key;
    model::function_ptr function;
    share_ptr share;
    bool starting = true;
    bool running = true;   // Counts in share->running: not idle.
    bool calling = false;  // Its invocation counts in share->in_flight: not answered.
    bool finishing = false;
    bool outdated = false;
  };

  group& group_of(const member& m);
  // Starts what the waiting calls need beyond the environments that are on their way to them.
  void start_missing(group& g, const std::string& key, time_point now, actions& out);
  void start_one(group& g, const std::string& key, actions& out);
  void assign_to(environment_id environment, invocation_id call, actions& out);
  // Whether the group has an idle environment that may run, and gave it the call.
  bool assign_idle(group& g, invocation_id call, actions& out);
  // Serves the calls of a function's versions that waited for others of its environments to end.
  void serve_waiting(const share_ptr& share, time_point now, actions& out);
  // What the environment and its invocation have counted for counts no more.
  static void release_call(member& m);
  void release(member& m, time_point now, actions& out);
  void reject_waiting(group& g, const std::string& reason, actions& out);
  bool make_room(actions& out);
  // Whether the function may have one more environment: by its share, and by who looks at it.
  [[nodiscard]] bool may_grow(const group& g, const std::string& key) const;
  void drop_if_empty(const std::string& key);

  limits limits_;
  concurrency concurrency_;
  std::uint64_t last_environment_ = 0;
  std::unordered_map<std::string, group> groups_;
  std::unordered_map<environment_id, member> environments_;
};

// What tells functions apart: ARN and version.
[[nodiscard]] std::string function_key(const model::function&);

}  // namespace lambent::invoke
