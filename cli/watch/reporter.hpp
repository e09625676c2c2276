// What `lambent watch` tells: lines for a person on stderr, or one JSON event a line on stdout.
// Any thread may use it, and none waits for who reads.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "cli/terminal/terminal.hpp"
#include "cli/watch/listening_place.hpp"
#include "cli/watch/output_queue.hpp"
#include "engine/log_tee.hpp"

namespace lambent::cli::watch {

using duration = std::chrono::steady_clock::duration;

class reporter {
public:
  explicit reporter(output_format format, terminal_manners manners = stderr_manners())
      : json_(format == output_format::json),
        manners_(manners),
        queue_([this](std::size_t lines) { return left_out(lines); }) {}

  // Paths below this folder are shown relative to it.
  void set_project(std::string folder) { project_ = std::move(folder); }

  // Without TLS, and with it; the latter's port is 0 where there is none.
  void listening(const listening_place& engine, const listening_place& tls);
  void watching(const std::vector<std::string>& functions, std::size_t files);
  void building(const std::vector<std::string>& changed);
  // Nothing is being built; what became of it is told by the next two, when it is in place.
  void build_ended();
  struct built_report {
    std::vector<std::string> changed;    // Empty: the first build.
    std::vector<std::string> functions;  // That have new code.
    duration build{}, swap{};
  };
  void built(const built_report& what);
  void build_failed(const std::vector<std::string>& changed,
                    const std::vector<std::string>& functions, const std::string& messages,
                    duration took);
  void environment_reloaded(const std::vector<std::string>& changed);
  void ignored(const std::vector<std::string>& files);
  // To be started by hand: the variables that its program needs.
  void outside(const std::string& function,
               const std::vector<std::pair<std::string, std::string>>& variables);
  void stopped_program(const std::string& function, int process, const std::string& command);
  void log(const engine::log_line& line);
  void hint(const std::string& text);
  void warning(const error& what);
  // The status line goes, and what was said so far is written.
  void end();

private:
  using member = std::pair<std::string_view, std::string>;  // The value is JSON.
  [[nodiscard]] static std::string event_line(std::string_view name,
                                              const std::vector<member>& members);
  void event(std::string_view name, const std::vector<member>& members,
             said_by who = said_by::watch);
  void line(const std::string& text, said_by who = said_by::watch);
  void status(const std::string& text);
  [[nodiscard]] std::string with_status(const std::string& text);
  [[nodiscard]] std::string left_out(std::size_t lines);
  [[nodiscard]] std::string shown(const std::string& path) const;
  [[nodiscard]] std::string shown(const std::vector<std::string>& paths) const;
  [[nodiscard]] std::string paint(const char* colour, std::string_view text) const;

  bool json_;
  terminal_manners manners_;
  std::string project_;
  std::mutex guard_;
  std::string status_;  // What stands on the terminal's last line.
  output_queue queue_;  // Last: its thread asks for left_out().
};

// "820 ms", "2.4 s"
[[nodiscard]] std::string shown(duration time);

}  // namespace lambent::cli::watch
