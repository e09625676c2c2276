// The script for fish: one `complete` for each flag and command.
#include "cli/completions/completions.hpp"

#include "base/joined.hpp"

namespace lambent::cli {
namespace {

using configuration::names_file;
using configuration::value_kind;

// '...' of fish: only '\' and the quote itself have a meaning in it.
std::string single_quoted(const std::string& text) {
  std::string out = "'";
  for (char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string offer_of(const std::vector<std::string>& words, value_kind kind,
                     const std::string& type) {
  if (!words.empty()) return " -a " + single_quoted(joined(words, " "));
  if (names_file(kind)) return " -F";
  if (kind == value_kind::directory) return " -a '(__fish_complete_directories)'";
  if (type == "FUNCTION") return " -a '(__lambent_functions)'";
  return "";
}

void append_command(const command_description& command, std::string& into) {
  std::string start = "complete -c lambent";
  // The flags of `lambent` itself stand behind every command.
  std::string place = " -n " + single_quoted("__lambent_at " + joined(command.path, " "));
  if (!command.path.empty()) into += "\n";
  for (const command_description& inner : command.commands)
    into += start + place + " -a " + inner.path.back() + " -d " + single_quoted(inner.what) + "\n";
  for (const flag_description& flag : command.flags) {
    if (flag.is_help() && !command.path.empty()) continue;
    into += start + (command.path.empty() ? "" : place);
    for (const std::string& letter : flag.letters) into += " -s " + letter;
    for (const std::string& name : flag.names) into += " -l " + name;
    into += " -d " + single_quoted(flag.help);
    // -x: takes a value, which is no file.
    if (!flag.value.empty())
      into += (names_file(flag.kind) ? " -r" : " -x") + offer_of(flag.words, flag.kind, flag.value);
    into += "\n";
  }
  for (const argument_description& argument : command.arguments) {
    std::string offer = offer_of(argument.words, argument.kind, argument.type);
    if (!offer.empty()) into += start + place + offer + "\n";
  }
  for (const command_description& inner : command.commands) append_command(inner, into);
}

void append_groups(const command_description& command, std::string& into) {
  for (const command_description& inner : command.commands) {
    if (!inner.commands.empty()) into += " " + single_quoted(joined(inner.path, " "));
    append_groups(inner, into);
  }
}

}  // namespace

std::string fish_completions(const command_description& root) {
  std::string with_value;
  for (const flag_description& flag : root.flags) {
    if (flag.value.empty()) continue;
    for (const std::string& letter : flag.letters) with_value += " -" + letter;
    for (const std::string& name : flag.names) with_value += " --" + name;
  }
  std::string groups;
  append_groups(root, groups);
  std::string out =
      "# fish completion for lambent, made by `lambent completions fish`.\n\n"
      "# Whether the words so far lead to the command $argv.\n"
      "function __lambent_at\n"
      "    set -l at\n"
      "    set -l value no\n"
      "    for word in (commandline -opc)[2..-1]\n"
      "        if test $value = yes\n"
      "            set value no\n"
      "            continue\n"
      "        end\n"
      "        switch $word\n"
      "            case" +
      with_value +
      "\n"
      "                set value yes\n"
      "            case '-*'\n"
      "            case '*'\n"
      "                set at $at $word\n"
      "                contains -- \"$at\" ''" +
      groups +
      "\n"
      "                or break\n"
      "        end\n"
      "    end\n"
      "    test \"$at\" = \"$argv\"\n"
      "end\n\n"
      "function __lambent_functions\n"
      "    for program in build/lambda/*/bootstrap\n"
      "        string split -r -m 2 / $program | tail -n 2 | head -n 1\n"
      "    end\n"
      "end\n\n"
      "complete -c lambent -f\n";
  append_command(root, out);
  return out;
}

}  // namespace lambent::cli
