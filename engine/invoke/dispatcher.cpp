#include "engine/invoke/dispatcher.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace lambent::invoke {

namespace {

// Whether an environment of `a` may serve `b`: what its process can notice is the same.
bool runs_alike(const model::function& a, const model::function& b) {
  auto noticed = [](const model::function& f) {
    return std::tie(f.code_dir, f.opt_dir, f.image, f.image_config, f.runtime, f.handler, f.role,
                    f.architecture, f.memory_mb, f.timeout_s, f.ephemeral_storage_mb, f.environment,
                    f.layers, f.tracing_mode, f.logging.format, f.logging.application_level,
                    f.logging.system_level, f.logging.group);
  };
  auto noticed_locally = [](const model::function& f) {
    model::local_code local = f.local.value_or(model::local_code{});
    return std::tuple(local.owner, local.unlimited_memory, std::move(local.environment));
  };
  return noticed(a) == noticed(b) && noticed_locally(a) == noticed_locally(b);
}

// Somebody looks at its program through a debugger: it is left alone while it idles.
bool inspected(const model::function& f) { return f.local && f.local->inspected(); }

void sooner(std::optional<time_point>& next, time_point due) {
  if (!next || due < *next) next = due;
}

}  // namespace

std::string function_key(const model::function& f) {
  return model::function_arn(f) + ":" + f.version;
}

void dispatcher::start_one(group& g, const std::string& key, actions& out) {
  environment_id id{++last_environment_};
  environments_.emplace(id, member{key, g.function, g.share});
  ++g.starting;
  ++g.share->running;
  out.started.push_back({id, g.function});
}

void dispatcher::drop_if_empty(const std::string& key) {
  auto it = groups_.find(key);
  if (it == groups_.end()) return;
  const group& g = it->second;
  if (g.idle.empty() && g.waiting.empty() && g.starting == 0 && g.finishing == 0) groups_.erase(it);
}

void dispatcher::start_missing(group& g, const std::string& key, time_point now, actions& out) {
  std::size_t overdue = 0;
  while (overdue < g.waiting.size() && now - g.waiting[overdue].since >= limits_.finishing_max)
    ++overdue;
  std::size_t fresh = g.waiting.size() - overdue;
  std::size_t needed = overdue + (fresh > g.finishing ? fresh - g.finishing : 0);
  while (g.starting < needed && may_grow(g, key) && make_room(out)) start_one(g, key, out);
  // Calls that are overdue already are served when an environment is free, or none: no tick helps.
  if (fresh > 0 && g.starting < g.waiting.size())
    sooner(out.wake_by, g.waiting[overdue].since + limits_.finishing_max);
}

bool dispatcher::may_grow(const group& g, const std::string& key) const {
  if (!concurrency::may_run(*g.share)) return false;
  // What still serves former code does not count.
  return !inspected(*g.function) || std::ranges::none_of(environments_, [&key](const auto& each) {
    return each.second.key == key && !each.second.outdated;
  });
}

// Somebody else's idle environment is given up before anyone is turned away.
bool dispatcher::make_room(actions& out) {
  if (environments_.size() < limits_.environments_max) return true;
  group* victim = nullptr;
  for (auto& [key, g] : groups_) {
    if (g.idle.empty()) continue;
    if (!victim || g.idle.front().since < victim->idle.front().since) victim = &g;
  }
  if (!victim) return false;
  environments_.erase(victim->idle.front().environment);
  out.retired.push_back(victim->idle.front().environment);
  victim->idle.erase(victim->idle.begin());
  return true;
}

void dispatcher::assign_to(environment_id environment, invocation_id call, actions& out) {
  environments_.at(environment).calling = true;
  out.assigned.push_back({environment, call});
}

bool dispatcher::assign_idle(group& g, invocation_id call, actions& out) {
  if (g.idle.empty() || !concurrency::may_run(*g.share)) return false;
  environment_id id = g.idle.back().environment;
  g.idle.pop_back();
  environments_.at(id).running = true;
  ++g.share->running;
  assign_to(id, call, out);
  return true;
}

void dispatcher::serve_waiting(const share_ptr& share, time_point now, actions& out) {
  for (auto& [key, g] : groups_) {
    if (g.share != share) continue;
    while (!g.waiting.empty() && assign_idle(g, g.waiting.front().call, out)) g.waiting.pop_front();
    start_missing(g, key, now, out);
  }
}

void dispatcher::release_call(member& m) {
  if (std::exchange(m.calling, false)) concurrency::answered(*m.share);
}

void dispatcher::release(member& m, time_point now, actions& out) {
  release_call(m);
  if (!std::exchange(m.running, false)) return;
  --m.share->running;
  // Without a reservation no version waits for another.
  if (m.share->reserved) serve_waiting(m.share, now, out);
}

void dispatcher::reject_waiting(group& g, const std::string& reason, actions& out) {
  out.rejected.push_back({g.waiting.front().call, throttle::none, reason});
  g.waiting.pop_front();
  concurrency::answered(*g.share);
}

actions dispatcher::invoked(invocation_id call, const model::function_ptr& function,
                            time_point now) {
  actions out;
  std::string key = function_key(*function);
  group& g = groups_[key];
  g.function = function;
  if (g.share == nullptr) g.share = concurrency_.share_of(*function);
  if (throttle why = concurrency_.admit(*g.share); why != throttle::none) {
    out.rejected.push_back({call, why, {}});
    drop_if_empty(key);
    return out;
  }
  if (assign_idle(g, call, out)) return out;
  bool soon = g.finishing > g.waiting.size();
  // A version that may not run more waits for the function's others: it was taken in.
  if (!soon && may_grow(g, key) && !make_room(out)) {
    concurrency::answered(*g.share);
    out.rejected.push_back({call, throttle::account, {}});
    drop_if_empty(key);
    return out;
  }
  g.waiting.push_back({call, now});
  start_missing(g, key, now, out);
  return out;
}

// A group goes while all its environments are busy, and comes back with the first that is not.
dispatcher::group& dispatcher::group_of(const member& m) {
  group& g = groups_[m.key];
  if (!g.function) g.function = m.function;
  if (g.share == nullptr) g.share = m.share;
  return g;
}

void dispatcher::answered(environment_id environment) {
  auto it = environments_.find(environment);
  if (it == environments_.end()) return;
  release_call(it->second);
  if (it->second.outdated || it->second.finishing) return;
  it->second.finishing = true;
  ++group_of(it->second).finishing;
}

actions dispatcher::became_ready(environment_id environment, time_point now) {
  actions out;
  auto it = environments_.find(environment);
  if (it == environments_.end()) return out;
  member& m = it->second;
  release_call(m);
  if (m.outdated) {
    member gone = std::move(m);
    environments_.erase(it);
    out.retired.push_back(environment);
    release(gone, now, out);
    return out;
  }
  group& g = group_of(m);
  if (std::exchange(m.starting, false)) --g.starting;
  if (std::exchange(m.finishing, false)) --g.finishing;
  if (!g.waiting.empty()) {
    assign_to(environment, g.waiting.front().call, out);
    g.waiting.pop_front();
    return out;
  }
  g.idle.push_back({environment, now});
  sooner(out.wake_by, now + limits_.freeze_after);
  release(m, now, out);
  return out;
}

actions dispatcher::gone(environment_id environment, const std::string& reason, time_point now) {
  actions out;
  auto it = environments_.find(environment);
  if (it == environments_.end()) return out;
  member m = std::move(it->second);
  environments_.erase(it);
  if (m.outdated) {
    release(m, now, out);
    return out;
  }
  group& g = group_of(m);
  std::erase_if(g.idle, [&](const idle_entry& e) { return e.environment == environment; });
  if (m.finishing) --g.finishing;
  if (m.starting) {
    --g.starting;
    if (!g.waiting.empty()) reject_waiting(g, reason, out);
  }
  release(m, now, out);
  start_missing(g, m.key, now, out);
  drop_if_empty(m.key);
  return out;
}

actions dispatcher::changed(const std::string& key, const model::function_ptr& function,
                            time_point now) {
  actions out;
  auto found = groups_.find(key);
  if (found != groups_.end() && function && runs_alike(*found->second.function, *function)) {
    found->second.function = function;
    return out;
  }
  for (auto& [id, m] : environments_)
    if (m.key == key && !(function && runs_alike(*m.function, *function))) m.outdated = true;
  if (found == groups_.end()) return out;
  group& g = found->second;
  for (const idle_entry& e : g.idle) {
    environments_.erase(e.environment);
    out.retired.push_back(e.environment);
  }
  g.idle.clear();
  g.starting = g.finishing = 0;
  if (!function) {
    while (!g.waiting.empty()) reject_waiting(g, "the function was deleted", out);
  } else {
    g.function = function;
    start_missing(g, key, now, out);
  }
  drop_if_empty(key);
  return out;
}

actions dispatcher::reserved(const model::function& any_version,
                             std::optional<std::uint32_t> wanted, time_point now) {
  actions out;
  if (auto share = concurrency_.reserve(any_version, wanted)) serve_waiting(share, now, out);
  return out;
}

actions dispatcher::prepare(const model::function_ptr& function) {
  actions out;
  std::string key = function_key(*function);
  bool has_one = std::ranges::any_of(environments_, [&key](const auto& each) {
    return each.second.key == key && !each.second.outdated;
  });
  if (has_one || !make_room(out)) return out;
  group& g = groups_[key];
  g.function = function;
  if (g.share == nullptr) g.share = concurrency_.share_of(*function);
  start_one(g, key, out);
  return out;
}

actions dispatcher::tick(time_point now) {
  actions out;
  std::vector<std::string> emptied;
  for (auto& [key, g] : groups_) {
    if (inspected(*g.function)) {
      start_missing(g, key, now, out);
      continue;
    }
    for (idle_entry& e : g.idle) {
      if (now - e.since >= limits_.idle_max) {
        out.retired.push_back(e.environment);
        environments_.erase(e.environment);
      } else if (!e.frozen && now - e.since >= limits_.freeze_after) {
        e.frozen = true;
        out.frozen.push_back(e.environment);
      }
    }
    std::erase_if(g.idle, [&](const idle_entry& e) { return now - e.since >= limits_.idle_max; });
    start_missing(g, key, now, out);
    if (g.idle.empty() && g.waiting.empty() && g.starting == 0 && g.finishing == 0)
      emptied.push_back(key);
  }
  for (const std::string& key : emptied) drop_if_empty(key);
  if (auto idle = deadline()) sooner(out.wake_by, *idle);
  return out;
}

std::optional<time_point> dispatcher::deadline() const {
  std::optional<time_point> next;
  for (const auto& [key, g] : groups_) {
    if (inspected(*g.function)) continue;
    for (const idle_entry& e : g.idle)
      sooner(next, e.since + (e.frozen ? limits_.idle_max : limits_.freeze_after));
  }
  return next;
}

}  // namespace lambent::invoke
