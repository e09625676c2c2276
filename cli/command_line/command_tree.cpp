#include "cli/command_line/command_tree.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <optional>

#include "cli/command_line/suggest.hpp"

namespace lambent::cli {
namespace {

const CLI::App* find_command(const CLI::App& app, const std::string& name) {
  for (const CLI::App* sub : app.get_subcommands(nullptr))
    if (sub->get_name() == name) return sub;
  return nullptr;
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> out;
  for (const CLI::App* sub : app.get_subcommands(nullptr)) out.push_back(sub->get_name());
  return out;
}

const CLI::Option* find_flag(const CLI::App& app, const std::string& name) {
  for (const CLI::Option* option : app.get_options())
    if (option->check_name(name)) return option;
  return nullptr;
}

std::vector<std::string> flag_names(const CLI::App& app) {
  std::vector<std::string> out;
  for (const CLI::Option* option : app.get_options())
    for (const std::string& name : option->get_lnames()) out.push_back("--" + name);
  return out;
}

end_now usage(const std::string& what, const std::string& hint) {
  return {.out = {}, .wrong = {what, 0, hint}, .code = exit_code::usage};
}

end_now unknown_flag(const std::string& where, const std::string& word, const CLI::App& app) {
  std::string similar = closest(word, flag_names(app));
  return usage("`" + where + "` has no flag '" + word + "'",
               similar.empty() ? "`" + where + " --help` lists the flags"
                               : "did you mean '" + similar + "'?");
}

end_now unknown_command(const std::string& where, const std::string& word, const CLI::App& app) {
  std::string similar = closest(word, command_names(app));
  return usage("there is no command '" + (where + " " + word).substr(sizeof "lambent") + "'",
               similar.empty() ? "`" + where + " --help` lists the commands"
                               : "did you mean `" + where + " " + similar + "`?");
}

// CLI11 checks what is required before it looks for strangers; a mistyped command or flag is the
// likelier cause, so it is looked for first.
std::optional<end_now> find_stranger(const CLI::App& root,
                                     const std::vector<std::string>& arguments) {
  const CLI::App* at = &root;
  std::string where = "lambent";
  bool is_value = false;
  for (const std::string& word : arguments) {
    if (word == "--") break;
    if (std::exchange(is_value, false)) continue;
    if (word.starts_with('-')) {
      std::string name = word.substr(0, word.find('='));
      const CLI::Option* flag = find_flag(*at, name);
      if (flag == nullptr && word.starts_with("--")) return unknown_flag(where, name, *at);
      is_value = flag != nullptr && name == word && flag->get_expected_max() > 0;
      continue;
    }
    if (at->get_subcommands(nullptr).empty()) continue;
    const CLI::App* sub = find_command(*at, word);
    if (sub == nullptr) return unknown_command(where, word, *at);
    at = sub;
    where += " " + word;
  }
  return std::nullopt;
}

const CLI::App& deepest(const CLI::App& app) {
  auto parsed = app.get_subcommands();
  return parsed.empty() ? app : deepest(*parsed.front());
}

// "lambent deps add"
std::string full_name(const CLI::App& app) {
  const CLI::App* parent = app.get_parent();
  return (parent == nullptr ? "" : full_name(*parent) + " ") + app.get_name();
}

}  // namespace

command_tree::command_tree()
    : root_(std::make_unique<CLI::App>(
          "Serverless functions in C++: write one, run it here as AWS Lambda would, ship it.",
          "lambent")) {
  constexpr std::size_t column_chars = 34;
  root_->get_formatter()->column_width(column_chars);
  root_->set_version_flag("-V,--version", "lambent " LAMBENT_VERSION);
  root_->require_subcommand(1);
  root_->footer(
      "`lambent COMMAND --help` says more about one of them.\n\n"
      "Example:\n  lambent new hello && cd hello && lambent build --release");
}

command_tree::~command_tree() = default;

void command_tree::add_group(const std::string& name, const std::string& what) {
  root_->add_subcommand(name, what)->require_subcommand(1);
}

CLI::App& command_tree::add_command(const std::string& name, const std::string& what) {
  std::size_t space = name.find(' ');
  if (space == std::string::npos) return *root_->add_subcommand(name, what);
  return *root_->get_subcommand(name.substr(0, space))
              ->add_subcommand(name.substr(space + 1), what);
}

std::variant<end_now, run_command> command_tree::parse(std::vector<std::string> arguments) {
  if (arguments.empty()) return usage("no command given", "`lambent --help` lists the commands");
  if (auto stranger = find_stranger(*root_, arguments)) return *std::move(stranger);
  try {
    std::ranges::reverse(arguments);  // CLI11 takes them from the back.
    root_->parse(arguments);
    return runs_.at(&deepest(*root_));
  } catch (const CLI::CallForVersion& version) {
    return end_now{.out = std::string(version.what()) + "\n", .wrong = {}};
  } catch (const CLI::CallForHelp&) {
    return end_now{.out = root_->help(), .wrong = {}};
  } catch (const CLI::ParseError& e) {
    return usage(e.what(), "`" + full_name(deepest(*root_)) + " --help` shows how it is used");
  }
}

}  // namespace lambent::cli
