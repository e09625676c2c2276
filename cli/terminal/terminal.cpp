#include "cli/terminal/terminal.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "cli/terminal/printable.hpp"

namespace lambent::cli {
namespace {

bool set(const char* value) { return value != nullptr && *value != '\0'; }

void say(std::string_view label, std::string_view text, const char* colour) {
  std::string line;
  if (stderr_manners().colour) {
    line.append(colour).append(label).append("\033[0m");
  } else {
    line += label;
  }
  line.append(" ").append(printable(text)).append("\n");
  std::fwrite(line.data(), 1, line.size(), stderr);
}

// The choices of the one command line that this process has.
terminal_choices& choices() {
  static terminal_choices chosen;
  return chosen;
}

terminal_manners manners_of(int file) {
  return manners_for(
      ::isatty(file) == 1,
      {.no_color = std::getenv("NO_COLOR"), .term = std::getenv("TERM"), .ci = std::getenv("CI")},
      choices());
}

constexpr const char* red = "\033[1;31m";
constexpr const char* yellow = "\033[1;33m";
constexpr const char* cyan = "\033[36m";

}  // namespace

void set_terminal_choices(const terminal_choices& chosen) { choices() = chosen; }

terminal_manners manners_for(bool is_terminal, const terminal_environment& env,
                             const terminal_choices& chosen) {
  bool capable = is_terminal && set(env.term) && std::string_view(env.term) != "dumb";
  bool colour = chosen.colour == colour_choice::automatic ? capable && !set(env.no_color)
                                                          : chosen.colour == colour_choice::always;
  return {.status_line = capable && !set(env.ci) && !chosen.quiet, .colour = colour};
}

terminal_manners stderr_manners() { return manners_of(STDERR_FILENO); }
terminal_manners stdout_manners() { return manners_of(STDOUT_FILENO); }

std::string status_line_of(std::string_view what) {
  return "\r\033[K\033[?7l" + std::string(what) + "\033[?7h";
}

void progress::step(std::string_view what) {
  if (!shown_) return;
  std::string line = status_line_of(printable(what, line_ends::are_shown));
  std::fwrite(line.data(), 1, line.size(), stderr);
  dirty_ = true;
}

void progress::clear() {
  if (dirty_) std::fputs("\r\033[K", stderr);
  dirty_ = false;
}

exit_code report(const error& e, exit_code code) {
  say("lambent:", e.what, red);
  if (!e.hint.empty()) say("hint:", e.hint, cyan);
  return code;
}

void warn(std::string_view what, std::string_view hint) {
  say("lambent: warning:", what, yellow);
  if (!hint.empty()) say("hint:", hint, cyan);
}

void note(std::string_view what) {
  if (!choices().quiet) tell(printable(what));
}

void detail(int verbosity, std::string_view what) {
  if (choices().verbosity >= verbosity) tell(printable(what));
}

void tell(std::string_view what) {
  std::string line(what);
  line += '\n';
  std::fwrite(line.data(), 1, line.size(), stderr);
}

result<> print_result(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    return sys_fail("write the result to stdout");
  return {};
}

exit_code finish_with(std::string_view text, exit_code code) {
  auto printed = print_result(text);
  return printed ? code : report(printed.error(), exit_code::failed);
}

}  // namespace lambent::cli
