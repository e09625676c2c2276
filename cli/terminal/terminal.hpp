// How the commands speak: results on stdout, everything else on stderr. One status line while work
// goes on, and only where a person watches. What is said becomes printable, but for `tell`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "cli/terminal/exit_code.hpp"

namespace lambent::cli {

enum class output_format : std::uint8_t { text, json };

enum class colour_choice : std::uint8_t { automatic, always, never };

// What a person chose by flags for the whole run of the program.
struct terminal_choices {
  colour_choice colour = colour_choice::automatic;
  bool quiet = false;  // No notes and no progress; warnings and errors stay.
  int verbosity = 0;   // 1: what is decided and why; 2: also what goes over the wire.
};

// Once, before a command runs.
void set_terminal_choices(const terminal_choices& chosen);

struct terminal_manners {
  bool status_line = false;  // Lines that overwrite themselves are welcome.
  bool colour = false;
};

// What NO_COLOR, TERM and CI were set to; null where unset.
struct terminal_environment {
  const char* no_color = nullptr;
  const char* term = nullptr;
  const char* ci = nullptr;
};

[[nodiscard]] terminal_manners manners_for(bool is_terminal, const terminal_environment& env,
                                           const terminal_choices& chosen = {});
[[nodiscard]] terminal_manners stderr_manners();
[[nodiscard]] terminal_manners stdout_manners();

// `what` in place of the line that the cursor is in. The terminal cuts it off at its edge: a line
// that wraps could not be overwritten (DECAWM, ECMA-48 and VT100).
[[nodiscard]] std::string status_line_of(std::string_view what);

// One line on stderr that each step overwrites; silent where `manners_for` says so. Leaves no
// trace.
class progress {
public:
  explicit progress(terminal_manners manners = stderr_manners()) : shown_(manners.status_line) {}
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;
  ~progress() { clear(); }

  void step(std::string_view what);
  void clear();

private:
  bool shown_;
  bool dirty_ = false;
};

// "lambent: <what>" and, when there is one, "hint: <hint>", on stderr. Returns the code given.
exit_code report(const error& e, exit_code code);
void warn(std::string_view what, std::string_view hint = {});
// One line on stderr that nobody has to read; --quiet leaves it away.
void note(std::string_view what);
// What was asked for and does not belong to the result: the end of a log. --quiet leaves it.
void tell(std::string_view what);
// A line that -v (1) or -vv (2) asks for.
void detail(int verbosity, std::string_view what);

// Writes a result to stdout; a full disk or a closed pipe is an error like any other.
[[nodiscard]] result<> print_result(std::string_view text);

// `print_result`, reported; what a command ends with.
[[nodiscard]] exit_code finish_with(std::string_view text, exit_code code = exit_code::ok);

}  // namespace lambent::cli
