// When to build, when new code serves and when callers get the build's error: the decisions of hot
// reload as a state machine. Fed with what happened and when, it answers with what to do; it has no
// clock, no files and no processes.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace lambent::cli::watch {

using time_point = std::chrono::steady_clock::time_point;

enum class input_kind : std::uint8_t {
  source,         // Compiled into something.
  configuration,  // Of CMake: what there is to build may have changed.
  environment,    // The functions' variables: nothing is to build.
};

struct reload_settings {
  // A build begins when files have been quiet for so long: an editor writes several in a row, and a
  // save is a few operations on files.
  std::chrono::milliseconds debounce{75};
  // However many changes keep coming, it begins after this.
  std::chrono::milliseconds settle_max{600};
  bool build_at_start = true;  // Else on the first invocation.
  // So many builds in a row during which the same files changed: the build itself writes them, or
  // somebody saves them whenever it builds; nothing tells which.
  unsigned own_writes_max = 3;
};

struct start_build {
  bool configure = false;
  std::vector<std::string> changed;  // Paths, each once, in the order in which they changed.

  friend bool operator==(const start_build&, const start_build&) = default;
};

// To be carried out in the order of the members.
struct reload_actions {
  bool swap = false;               // What was built serves from now on.
  bool answer_with_error = false;  // The build's error answers every invocation from now on.
  bool hold = false;               // Invocations wait: the build that starts decides.
  std::optional<start_build> build;
  bool reload_environment = false;
  std::vector<std::string> environment;  // What changed of it.
  // Paths that change during every build: until one leaves them alone, what a build does to them
  // starts no other.
  std::vector<std::string> ignored_from_now;
  std::optional<time_point> wake_by;  // tick() is wanted by then.
};

class reload {
public:
  explicit reload(reload_settings settings = {}) : settings_(settings) {}

  [[nodiscard]] reload_actions begin();
  [[nodiscard]] reload_actions changed(const std::string& path, input_kind kind, time_point now);
  [[nodiscard]] reload_actions tick(time_point now);
  [[nodiscard]] reload_actions build_ended(bool good, time_point now);
  // A caller waits for a function that no build has made yet.
  [[nodiscard]] reload_actions invocation_waits();

  // The last build failed: a file that nobody knows of may be what is missing.
  [[nodiscard]] bool broken() const { return standing_ == standing::broken; }
  [[nodiscard]] bool building() const { return building_; }

private:
  enum class standing : std::uint8_t { nothing, good, broken };

  void start(start_build&& what, reload_actions& out);
  [[nodiscard]] std::optional<time_point> due() const;
  void settle(time_point now, reload_actions& out);
  void look_for_loops(reload_actions& out);

  reload_settings settings_;
  standing standing_ = standing::nothing;
  bool building_ = false;
  start_build next_;  // What has changed since the last build began.
  std::vector<std::string> environment_;
  time_point first_change_, last_change_;
  std::vector<std::string> written_by_last_build_;
  unsigned same_writes_ = 0;  // Builds in a row that changed exactly these.
  // While a build runs; and those of them that have changed since it began.
  std::set<std::string> ignored_, ignored_changes_;
};

}  // namespace lambent::cli::watch
