// The command tree as values: what help, man pages, completions, the reference page and the keys of
// lambent.toml are made from. Nothing here parses a command line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/configuration/schema.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace lambent::cli {

struct flag_description {
  std::vector<std::string> letters{};  // "r"
  std::vector<std::string> names{};    // "release", and what turns it off: "no-release".
  std::vector<std::string> aliases{};  // What others call it; understood, and not advertised.
  std::string value{};                 // "DIR", "text|json"; empty: it takes none.
  std::vector<std::string> words{};    // What the value may be, when that is known.
  std::string help{};                  // One line; the default in brackets at its end.
  std::string otherwise{};             // The default as it would be typed; empty: unknown or none.
  std::string group{};                 // A heading of the help; empty: the common one.
  configuration::value_kind kind = configuration::value_kind::text;
  bool repeatable = false;
  bool required = false;
  bool of_functions = true;  // One function's table in lambent.toml may have it.

  // "--release", or "-r" when it has no other.
  [[nodiscard]] std::string name() const {
    return names.empty() ? "-" + letters.front() : "--" + names.front();
  }
  [[nodiscard]] bool is_help() const { return name() == "--help"; }
};

struct argument_description {
  std::string name{};  // "NAME"
  std::string type{};  // "FUNCTION": the name of one of the project's; "DIR"; "TEXT".
  std::vector<std::string> words{};
  std::string help{};
  configuration::value_kind kind = configuration::value_kind::text;
  bool required = false;
  bool repeatable = false;
};

struct command_description {
  std::vector<std::string> path{};  // {"deps", "add"}; empty for `lambent` itself.
  std::string what{};
  std::vector<argument_description> arguments{};
  std::vector<flag_description> flags{};  // --help and --version are among them.
  std::string notes{};                    // Paragraphs between the flags and the example.
  std::string example{};                  // Lines as they are typed, without indentation.
  std::vector<command_description> commands{};

  // "lambent deps add"
  [[nodiscard]] std::string full_name() const;
  // "NAME [PATH...]", or "COMMAND".
  [[nodiscard]] std::string usage() const;
};

[[nodiscard]] command_description describe(const CLI::App& command);

// The key of a named flag in lambent.toml, and what its value is.
[[nodiscard]] configuration::key_schema key_of(const CLI::Option& flag);

// What lambent.toml may have of these commands: every flag but --help and --version.
[[nodiscard]] configuration::schema schema_of(const command_description& root);

// The command at `path`, or null.
[[nodiscard]] const command_description* find_command(const command_description& root,
                                                      const std::vector<std::string>& path);

// Type names (`type_name()` of a flag) say what kind of value it takes; these are the ones known,
// and `word|word` and what has a '='. Any other is text.
struct type_word {
  std::string_view name;
  configuration::value_kind kind;
};
[[nodiscard]] std::vector<type_word> type_words();

}  // namespace lambent::cli
