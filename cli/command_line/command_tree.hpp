// The commands of `lambent` as one tree, from which the command line is read and help is written.
// A command says what flags it takes and what it does; the tree runs nothing by itself.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/error.hpp"
#include "cli/command_line/description.hpp"
#include "cli/command_line/globals.hpp"
#include "cli/command_line/resolve.hpp"
#include "cli/configuration/load.hpp"
#include "cli/terminal/exit_code.hpp"

namespace CLI {
class App;
}

namespace lambent::cli {

// The text and code to end with at once, when no command is to run.
struct end_now {
  std::string out;  // For stdout: help or version.
  error wrong;      // For stderr, when `code` says that something is wrong.
  exit_code code = exit_code::ok;
};

// What was asked for, to be called once.
using run_command = std::function<exit_code()>;

// Where values come from that the command line does not have. Without `load` there is no
// lambent.toml.
struct parse_sources {
  std::function<result<configuration::settings>(const configuration::load_options&,
                                                const configuration::schema&)>
      load{};
  environment_variables environment{};  // Those that begin with LAMBENT_.
};

// Adds a command's flags, bound to new options that live as long as what it returns.
using describe_anew = std::function<std::shared_ptr<void>(CLI::App&)>;

struct described_command {
  std::unique_ptr<CLI::App> command;
  std::shared_ptr<void> options;  // What its flags fill in.
};

// A command line that was understood, and where the values came from that it does not have.
struct asked_command {
  std::vector<std::string> path{};       // {"deploy"}, {"deps", "add"}
  std::vector<std::string> arguments{};  // All of them; the command's name is among them.
  value_sources sources{};
};

enum class requirements : std::uint8_t { hold, ignore };

// Describes and parses the command once more, with what the configuration has for that function.
[[nodiscard]] result<resolved_flags> resolve_again(const asked_command& asked,
                                                   const std::string& function,
                                                   const describe_anew& describe,
                                                   requirements required = requirements::hold);

// A command's options where they depend on the function: `deploy --all` asks for each.
template <class Options>
class options_of {
public:
  options_of(asked_command asked, void (*describe)(CLI::App&, Options&))
      : asked_(std::move(asked)), describe_(describe) {}

  // What the command line, the environment and lambent.toml say for that function, by its bare
  // name. Positional arguments are as they were typed.
  [[nodiscard]] result<Options> for_function(const std::string& name) const {
    std::shared_ptr<Options> options;
    auto resolved = resolve_again(asked_, name, [&](CLI::App& command) {
      options = std::make_shared<Options>();
      describe_(command, *options);
      return options;
    });
    if (!resolved) return std::unexpected(std::move(resolved).error());
    return *std::move(options);
  }

  // What the environment and lambent.toml say for another command and that function (empty: none):
  // `watch` builds as `build` does.
  template <class Other>
  [[nodiscard]] result<Other> of_command(const std::string& command, const std::string& function,
                                         void (*describe)(CLI::App&, Other&)) const {
    const asked_command other{.path = {command}, .arguments = {command}, .sources = asked_.sources};
    std::shared_ptr<Other> options;
    auto resolved = resolve_again(
        other, function,
        [&](CLI::App& app) {
          options = std::make_shared<Other>();
          describe(app, *options);
          return options;
        },
        requirements::ignore);
    if (!resolved) return std::unexpected(std::move(resolved).error());
    return *std::move(options);
  }

  // For what lambent.toml has beside flags: see router.hpp, function_url.hpp and variables.hpp in
  // cli/configuration, and settings::check_functions.
  [[nodiscard]] const configuration::settings& settings() const { return asked_.sources.settings; }

private:
  asked_command asked_;
  void (*describe_)(CLI::App&, Options&);
};

class command_tree {
public:
  command_tree();
  ~command_tree();
  command_tree(const command_tree&) = delete;
  command_tree& operator=(const command_tree&) = delete;

  // A word that only has commands under it, as `deps` has `add`.
  void add_group(const std::string& name, const std::string& what, const std::string& example = {});

  // `name` is one word, or a group's and one word. `describe` adds the flags, which fill in the
  // options that `run` gets. A flag that the command line does not have comes from the environment
  // or lambent.toml; where the command has one argument NAME, that function's tables hold, too.
  template <class Options>
  void add(const std::string& name, const std::string& what, void (*describe)(CLI::App&, Options&),
           exit_code (*run)(const Options&)) {
    auto options = std::make_shared<Options>();
    add_command(
        name, what,
        {.describe = anew(describe),
         .bind = [options,
                  run](const asked_command&) { return [options, run] { return run(*options); }; }},
        [&](CLI::App& command) { describe(command, *options); });
  }

  // For a command that learns later which functions it is about, or reads tables that are no flags.
  // Flags that are required are missed when the options of a function are asked for.
  template <class Options>
  void add(const std::string& name, const std::string& what, void (*describe)(CLI::App&, Options&),
           exit_code (*run)(const Options&, const options_of<Options>&)) {
    auto options = std::make_shared<Options>();
    add_command(name, what,
                {.describe = anew(describe),
                 .bind =
                     [options, describe, run](const asked_command& asked) {
                       return [options, run, again = options_of<Options>(asked, describe)] {
                         return run(*options, again);
                       };
                     },
                 .required = requirements::ignore},
                [&](CLI::App& command) { describe(command, *options); });
  }

  // For a command about the commands, to be run while the tree lives. It takes nothing from the
  // environment and lambent.toml by itself, and so works when they are wrong.
  template <class Options>
  void add(const std::string& name, const std::string& what, void (*describe)(CLI::App&, Options&),
           exit_code (*run)(const Options&, const command_tree&)) {
    auto options = std::make_shared<Options>();
    add_command(name, what,
                {.describe = anew(describe),
                 .bind =
                     [options, run, this](const asked_command&) {
                       return [options, run, this] { return run(*options, *this); };
                     },
                 .configurable = false},
                [&](CLI::App& command) { describe(command, *options); });
  }

  // Another word for a command that was added.
  void add_alias(const std::string& name, const std::string& alias);

  // `arguments` without the program's name. To be called once.
  [[nodiscard]] std::variant<end_now, run_command> parse(std::vector<std::string> arguments,
                                                         parse_sources sources = {});

  // After `parse`: what the flags of every command say, and what is odd but no error.
  [[nodiscard]] const global_options& globals() const { return globals_; }
  [[nodiscard]] const std::vector<error>& warnings() const { return warnings_; }
  // For --verbose: which values came from elsewhere than the command line, and from where.
  [[nodiscard]] const std::vector<std::string>& remarks() const { return remarks_; }

  [[nodiscard]] const command_description& description() const;

  // For `lambent config`: the sources that `parse` was given, read; and what they and `flags` make
  // of a command's flags.
  [[nodiscard]] result<value_sources> sources() const;
  [[nodiscard]] result<resolved_flags> explain(const std::vector<std::string>& path,
                                               const std::string& function,
                                               const std::vector<std::string>& flags,
                                               value_sources sources) const;

  // One command by itself, to look at what its flags take.
  [[nodiscard]] described_command described_anew(const std::vector<std::string>& path) const;

private:
  struct entry {
    describe_anew describe{};
    std::function<run_command(const asked_command&)> bind{};
    requirements required = requirements::hold;
    bool configurable = true;
  };

  template <class Options>
  static describe_anew anew(void (*describe)(CLI::App&, Options&)) {
    return [describe](CLI::App& command) {
      auto options = std::make_shared<Options>();
      describe(command, *options);
      return options;
    };
  }

  void add_command(const std::string& name, const std::string& what, entry made,
                   const std::function<void(CLI::App&)>& describe);
  std::variant<end_now, run_command> bind(CLI::App& command, std::vector<std::string> arguments);

  std::unique_ptr<CLI::App> root_;
  std::map<std::vector<std::string>, entry> entries_;
  std::map<std::string, std::string> aliases_;
  global_options globals_;
  parse_sources sources_;
  std::vector<error> warnings_;
  std::vector<std::string> remarks_;
  mutable std::unique_ptr<command_description> description_;
};

}  // namespace lambent::cli
