#include "engine/extensions/farewell.hpp"

#include <algorithm>

namespace lambent::extensions {

std::string_view name_of(shutdown_reason r) {
  switch (r) {
    case shutdown_reason::spindown:
      return "spindown";
    case shutdown_reason::timeout:
      return "timeout";
    case shutdown_reason::failure:
      return "failure";
  }
  return "failure";
}

farewell_actions farewell::begin(const roster& who, bool runtime_runs, time_point now) {
  if (who.empty()) return finish();
  bool external = std::ranges::any_of(who.all(), &extension::external);
  end_ = now + (external ? external_budget : internal_budget);
  runtime_end_ = external ? now + runtime_share : end_;
  if (!runtime_runs) return turn_to_extensions(who);
  now_ = phase::runtime;
  farewell_actions out;
  out.terminate_runtime = true;
  return out;
}

farewell_actions farewell::runtime_ended(const roster& who) {
  return now_ == phase::runtime ? turn_to_extensions(who) : farewell_actions{};
}

farewell_actions farewell::turn_to_extensions(const roster& who) {
  now_ = phase::extensions;
  if (!who.any_runs()) return finish();
  farewell_actions out;
  for (const extension& e : who.all()) {
    if (!e.runs) continue;
    // One that has not registered, or works on something else, cannot be told.
    if (e.wants.shutdown && !e.identifier.empty()) {
      out.tell.push_back(e.identifier);
    } else {
      out.kill.push_back(e.program);
    }
  }
  return out;
}

farewell_actions farewell::extension_ended(const roster& who) {
  return now_ == phase::extensions && !who.any_runs() ? finish() : farewell_actions{};
}

farewell_actions farewell::tick(const roster& who, time_point now) {
  if (now_ == phase::none || now < *deadline()) return {};
  if (now >= end_ || now_ == phase::extensions) return finish();
  farewell_actions out = turn_to_extensions(who);
  out.kill_runtime = true;
  return out;
}

farewell_actions farewell::finish() {
  now_ = phase::none;
  farewell_actions out;
  out.over = true;
  return out;
}

std::optional<farewell::time_point> farewell::deadline() const {
  switch (now_) {
    case phase::none:
      return std::nullopt;
    case phase::runtime:
      return runtime_end_;
    case phase::extensions:
      return end_;
  }
  return std::nullopt;
}

}  // namespace lambent::extensions
