// The thread behind `lambent watch`: waits for changes, calls and builds, asks the state machine
// what to do and does it. The engine runs in another thread; it is only told what to serve.
#pragma once

#include <chrono>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/process.hpp"
#include "cli/watch/build/code_in_use.hpp"
#include "cli/watch/build/project_build.hpp"
#include "cli/watch/function_settings.hpp"
#include "cli/watch/inputs/input_watcher.hpp"
#include "cli/watch/mailbox.hpp"
#include "cli/watch/reload.hpp"
#include "cli/watch/reporter.hpp"
#include "cli/watch/settings_source.hpp"
#include "cli/watch/watch.hpp"
#include "engine/url/router.hpp"

namespace lambent::engine {
class service;
}

namespace lambent::cli::watch {

class session {
public:
  struct parts {
    const watch_options& options;
    settings_source settings;
    project_build& build;
    engine::service& service;
    mailbox& letters;
    reporter& out;
  };
  explicit session(parts from);
  session(const session&) = delete;
  session& operator=(const session&) = delete;
  ~session();

  void start();
  // Ends a build under way and waits for the thread.
  void stop();
  // Why the thread has ended the program; nothing when it has not. After stop().
  [[nodiscard]] const std::optional<error>& failure() const { return failure_; }

private:
  struct standing {
    function_settings settings;
    std::optional<function_code> code;
    model::build_stage build;
  };
  struct swap_under_way {
    reporter::built_report report;
    time_point began;
    std::size_t outstanding = 0;
  };

  void run();
  [[nodiscard]] result<> begin();
  [[nodiscard]] result<> declare_functions(const std::vector<std::string>& names);
  void wait();
  void act(reload_actions&& todo);
  void start_build(watch::start_build&& what);
  void swap();
  void take_code(built_code&& built);
  // `swap` is the one that this belongs to; 0: to none.
  void deploy(const std::string& name, std::uint64_t swap = 0);
  void answer_with_error();
  void hold();
  void forget_removed();
  void route_http();
  void tell_how_to_call();
  void reload_environment(std::vector<std::string> changed);
  void note_changes(std::vector<changed_input>&& changes);
  void watch_inputs(inputs_read&& read);
  void handle(letter&& one);
  void on_stopped(const program_stopped& what);
  [[nodiscard]] std::vector<std::string> names() const;
  [[nodiscard]] result<> read_settings();
  standing& standing_of(const std::string& name);

  parts with_;
  reload reload_;
  std::optional<input_watcher> watcher_;
  std::map<std::string, standing> functions_;
  url::router routes_;
  build_outcome outcome_;
  duration took_{};
  std::vector<std::string> cause_;  // What the build under way, or the last one, was for.
  std::optional<swap_under_way> swap_;
  std::uint64_t swaps_ = 0;
  std::optional<time_point> wake_by_;
  std::list<child> debuggers_;
  code_in_use code_in_use_;
  std::optional<error> failure_;
  bool ended_ = false;
  bool told_how_to_call_ = false;
  std::jthread job_;     // A build.
  std::jthread thread_;  // This session.
};

}  // namespace lambent::cli::watch
