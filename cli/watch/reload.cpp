#include "cli/watch/reload.hpp"

#include <algorithm>
#include <utility>

namespace lambent::cli::watch {
namespace {

void add_once(std::vector<std::string>& to, const std::string& path) {
  if (std::ranges::find(to, path) == to.end()) to.push_back(path);
}

}  // namespace

reload_actions reload::begin() {
  reload_actions out;
  if (settings_.build_at_start) start(std::exchange(next_, {}), out);
  return out;
}

void reload::start(start_build&& what, reload_actions& out) {
  building_ = true;
  // While old code is good it serves on; else callers had better wait for what comes.
  out.hold = standing_ != standing::good;
  out.build = std::move(what);
}

reload_actions reload::changed(const std::string& path, input_kind kind, time_point now) {
  // Nothing was built yet and nobody asked for it: the first build will see what changed, if it
  // configures anew where that is needed.
  if (standing_ == standing::nothing && !building_ && kind != input_kind::environment) {
    next_.configure = next_.configure || kind == input_kind::configuration;
    return {};
  }
  if (building_ && ignored_.contains(path)) {
    ignored_changes_.insert(path);
    return {};
  }
  if (next_.changed.empty() && environment_.empty()) first_change_ = now;
  last_change_ = now;
  if (kind == input_kind::environment) {
    add_once(environment_, path);
  } else {
    add_once(next_.changed, path);
    next_.configure = next_.configure || kind == input_kind::configuration;
  }
  reload_actions out;
  out.wake_by = due();
  return out;
}

std::optional<time_point> reload::due() const {
  if (next_.changed.empty() && environment_.empty()) return std::nullopt;
  return std::min(first_change_ + settings_.settle_max, last_change_ + settings_.debounce);
}

void reload::settle(time_point now, reload_actions& out) {
  auto when = due();
  if (!when) return;
  if (*when > now) {
    out.wake_by = when;
    return;
  }
  if (!environment_.empty()) {
    out.reload_environment = true;
    out.environment = std::exchange(environment_, {});
  }
  // A change during a build is one more build, after it.
  if (!building_ && !next_.changed.empty()) start(std::exchange(next_, {}), out);
}

reload_actions reload::tick(time_point now) {
  reload_actions out;
  settle(now, out);
  return out;
}

// A build that writes one of its own inputs would be followed by the next one for ever. What is
// ignored from now on is built once more: it may have been somebody's edit.
void reload::look_for_loops(reload_actions& out) {
  ignored_ = std::exchange(ignored_changes_, {});
  std::vector<std::string> written = next_.changed;
  std::ranges::sort(written);
  bool same = !written.empty() && written == written_by_last_build_;
  same_writes_ = same ? same_writes_ + 1 : 0;
  written_by_last_build_ = std::move(written);
  if (same_writes_ + 1 < settings_.own_writes_max || written_by_last_build_.empty()) return;
  ignored_.insert(next_.changed.begin(), next_.changed.end());
  out.ignored_from_now = next_.changed;
}

reload_actions reload::build_ended(bool good, time_point now) {
  reload_actions out;
  building_ = false;
  look_for_loops(out);
  bool outdated = !next_.changed.empty();
  if (good) {
    standing_ = standing::good;
    out.swap = true;
  } else if (!outdated) {
    standing_ = standing::broken;
    out.answer_with_error = true;
  }
  settle(now, out);
  return out;
}

reload_actions reload::invocation_waits() {
  reload_actions out;
  if (standing_ == standing::nothing && !building_) start(std::exchange(next_, {}), out);
  return out;
}

}  // namespace lambent::cli::watch
