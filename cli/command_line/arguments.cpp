#include "cli/command_line/arguments.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <utility>

#include "base/joined.hpp"
#include "cli/command_line/foreign_words.hpp"
#include "cli/command_line/suggest.hpp"

namespace lambent::cli {
namespace {

CLI::App* find_command(CLI::App& app, const std::string& name) {
  for (CLI::App* sub : app.get_subcommands(nullptr))
    if (sub->get_name() == name) return sub;
  return nullptr;
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> out;
  for (const CLI::App* sub : app.get_subcommands(nullptr)) out.push_back(sub->get_name());
  return out;
}

// Of the command, or of those above it: their flags may stand behind its name.
const CLI::Option* find_flag(const CLI::App& app, const std::string& name) {
  for (const CLI::Option* option : app.get_options())
    if (option->nonpositional() && option->check_name(name)) return option;
  return app.get_parent() == nullptr ? nullptr : find_flag(*app.get_parent(), name);
}

std::vector<std::string> flag_names(const CLI::App& app) {
  std::vector<std::string> out;
  for (const CLI::App* at = &app; at != nullptr; at = at->get_parent())
    for (const CLI::Option* option : at->get_options())
      for (const std::string& name : option->get_lnames()) out.push_back("--" + name);
  return out;
}

error unknown_flag(const CLI::App& at, const std::string& word) {
  std::string where = full_name(at);
  if (std::string instead(instead_of(joined(path_of(at), " "), word)); !instead.empty())
    return {.what = "`" + where + "` has no flag '" + word + "'", .hint = std::move(instead)};
  std::string similar = closest(word, flag_names(at));
  return {.what = "`" + where + "` has no flag '" + word + "'",
          .hint = similar.empty() ? "`" + where + " --help` lists the flags"
                                  : "did you mean '" + similar + "'?"};
}

error unknown_command(const CLI::App& at, const std::string& word) {
  std::string where = full_name(at);
  std::string similar = closest(word, command_names(at));
  std::string instead(at.get_parent() == nullptr ? instead_of("", word) : "");
  if (!instead.empty())
    return {.what = "there is no command '" + word + "'", .hint = std::move(instead)};
  return {.what = "there is no command '" + (where + " " + word).substr(sizeof "lambent") + "'",
          .hint = similar.empty() ? "`" + where + " --help` lists the commands"
                                  : "did you mean `" + where + " " + similar + "`?"};
}

struct walked {
  CLI::App* command = nullptr;
  std::optional<error> stranger{};
};

walked walk(CLI::App& root, const std::vector<std::string>& arguments) {
  CLI::App* at = &root;
  bool is_value = false;
  for (const std::string& word : arguments) {
    if (word == "--") break;
    if (std::exchange(is_value, false)) continue;
    if (word.starts_with('-')) {
      std::string name = word.substr(0, word.find('='));
      const CLI::Option* flag = find_flag(*at, name);
      // CLI11 knows what else may begin with one '-': letters together, a number.
      const bool stranger =
          word.starts_with("--") || !instead_of(joined(path_of(*at), " "), name).empty();
      if (flag == nullptr && stranger) return {at, unknown_flag(*at, name)};
      is_value = flag != nullptr && name == word && flag->get_expected_max() > 0;
      continue;
    }
    if (at->get_subcommands(nullptr).empty()) continue;
    CLI::App* sub = find_command(*at, word);
    if (sub == nullptr) return {at, unknown_command(*at, word)};
    at = sub;
  }
  return {at};
}

// The last argument of the command, when it takes several words; else null.
CLI::Option* argument_of_the_rest(CLI::App& command) {
  CLI::Option* last = nullptr;
  for (CLI::Option* option : command.get_options(nullptr))
    if (option->get_positional()) last = option;
  return last != nullptr && last->get_expected_max() > 1 ? last : nullptr;
}

}  // namespace

std::vector<std::string> path_of(const CLI::App& command) {
  if (command.get_parent() == nullptr) return {};
  std::vector<std::string> out = path_of(*command.get_parent());
  out.push_back(command.get_name());
  return out;
}

std::string full_name(const CLI::App& command) {
  std::string out = "lambent";
  for (const std::string& word : path_of(command)) out += " " + word;
  return out;
}

CLI::App& command_for(CLI::App& root, const std::vector<std::string>& arguments) {
  return *walk(root, arguments).command;
}

std::size_t command_word(const CLI::App& root, const std::vector<std::string>& arguments) {
  bool is_value = false;
  for (std::size_t i = 0; i < arguments.size() && arguments[i] != "--"; ++i) {
    const std::string& word = arguments[i];
    if (std::exchange(is_value, false)) continue;
    if (!word.starts_with('-')) return i;
    std::string name = word.substr(0, word.find('='));
    const CLI::Option* flag = find_flag(root, name);
    is_value = flag != nullptr && name == word && flag->get_expected_max() > 0;
  }
  return arguments.size();
}

// CLI11 checks what is required before it looks for strangers; a mistyped command or flag is the
// likelier cause, so it is looked for first.
std::optional<error> find_stranger(CLI::App& root, const std::vector<std::string>& arguments) {
  return walk(root, arguments).stranger;
}

void parse_words(CLI::App& root, std::vector<std::string> arguments) {
  std::vector<std::string> rest;
  CLI::Option* into = argument_of_the_rest(command_for(root, arguments));
  // CLI11 reads what stands behind `--` as arguments of the program, once the command's have one.
  if (auto end = std::ranges::find(arguments, "--"); into != nullptr && end != arguments.end()) {
    rest.assign(end + 1, arguments.end());
    arguments.erase(end, arguments.end());
  }
  std::ranges::reverse(arguments);  // CLI11 takes them from the back.
  root.parse(arguments);
  if (rest.empty()) return;
  for (std::string& word : rest) into->add_result(std::move(word));
  into->run_callback();
}

std::string bare_function_name(std::string_view reference) {
  constexpr std::string_view mark = "function:";
  if (std::size_t at = reference.find(mark); at != std::string_view::npos)
    reference.remove_prefix(at + mark.size());
  return std::string(reference.substr(0, reference.find(':')));
}

}  // namespace lambent::cli
