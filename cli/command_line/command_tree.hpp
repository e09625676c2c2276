// The commands of `lambent` as one tree, from which the command line is read and help is written.
// A command says what flags it takes and what it does; the tree runs nothing by itself.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/error.hpp"
#include "cli/terminal/exit_code.hpp"

namespace CLI {
class App;
}

namespace lambent::cli {

// The text and code to end with at once, when no command is to run.
struct end_now {
  std::string out;  // For stdout: help or version.
  error wrong;      // For stderr, when `code` is usage.
  exit_code code = exit_code::ok;
};

// What was asked for, to be called once.
using run_command = std::function<exit_code()>;

class command_tree {
public:
  command_tree();
  ~command_tree();
  command_tree(const command_tree&) = delete;
  command_tree& operator=(const command_tree&) = delete;

  // A word that only has commands under it, as `deps` has `add`.
  void add_group(const std::string& name, const std::string& what);

  // `name` is one word, or a group's and one word. `describe` adds the flags, which fill in the
  // options that `run` gets.
  template <class Options>
  void add(const std::string& name, const std::string& what, void (*describe)(CLI::App&, Options&),
           exit_code (*run)(const Options&)) {
    auto options = std::make_shared<Options>();
    CLI::App& command = add_command(name, what);
    describe(command, *options);
    runs_[&command] = [options, run] { return run(*options); };
  }

  // `arguments` without the program's name. To be called once.
  [[nodiscard]] std::variant<end_now, run_command> parse(std::vector<std::string> arguments);

  [[nodiscard]] const CLI::App& root() const { return *root_; }

private:
  CLI::App& add_command(const std::string& name, const std::string& what);

  std::unique_ptr<CLI::App> root_;
  std::map<const CLI::App*, run_command> runs_;
};

}  // namespace lambent::cli
