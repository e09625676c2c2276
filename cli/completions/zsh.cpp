// The script for zsh: an _arguments call for each command.
#include "cli/completions/completions.hpp"

namespace lambent::cli {
namespace {

using configuration::names_file;
using configuration::value_kind;

// Inside of '...'.
std::string single_quoted(const std::string& text) {
  std::string out;
  for (char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out;
}

// A message of _arguments or _describe, where ':', '[' and ']' have a meaning.
std::string message(const std::string& text) {
  std::string out;
  for (char c : text) {
    if (c == ':' || c == '[' || c == ']' || c == '\\') out += '\\';
    out += c;
  }
  return single_quoted(out);
}

std::string action(const std::vector<std::string>& words, value_kind kind,
                   const std::string& type) {
  if (!words.empty()) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
    return "(" + out + ")";
  }
  if (names_file(kind)) return "_files";
  if (kind == value_kind::directory) return "_files -/";
  if (type == "FUNCTION") return "_lambent_functions";
  return " ";
}

std::string function_name(const command_description& command) {
  std::string out = "_lambent";
  for (const std::string& word : command.path) out += "_" + word;
  return out;
}

void append_flag(const flag_description& flag, std::string& into) {
  std::vector<std::string> spellings;
  for (const std::string& letter : flag.letters) spellings.push_back("-" + letter);
  for (const std::string& name : flag.names) spellings.push_back("--" + name);
  std::string all;
  for (const std::string& each : spellings) all += (all.empty() ? "" : " ") + each;
  bool again = flag.repeatable || (flag.value.empty() && flag.kind == value_kind::integer);
  for (const std::string& each : spellings) {
    // "--flag=" takes its value behind a '=' or as the next word; "-f+" as the same word, too.
    std::string sign = flag.value.empty() ? "" : each.starts_with("--") ? "=" : "+";
    into +=
        "    '" + (again ? "*" : "(" + all + ")") + each + sign + "[" + message(flag.help) + "]";
    if (!flag.value.empty())
      into += ":" + message(flag.value) + ":" + action(flag.words, flag.kind, flag.value);
    into += "'\n";
  }
}

void append_command(const command_description& command, std::string& into) {
  into += "\n" + function_name(command) + "() {\n";
  into += "  local curcontext=$curcontext state line ret=1\n";
  into += "  local -A opt_args\n  local -a commands\n";
  if (command.path.empty()) {
    into += "  _arguments -s -S -C \\\n    $_lambent_global_flags \\\n";
  } else {
    into += "  local -a flags=(\n";
    for (const flag_description& flag : command.flags)
      if (!flag.is_help()) append_flag(flag, into);
    into += "  )\n  _arguments -s -S -C $flags $_lambent_global_flags \\\n";
  }
  if (!command.commands.empty()) {
    into += "    '1: :->command' '*:: :->rest' && ret=0\n  case $state in\n    command)\n";
    into += "      commands=(\n";
    for (const command_description& inner : command.commands)
      into += "        '" + message(inner.path.back()) + ":" + single_quoted(inner.what) + "'\n";
    into += "      )\n      _describe -t commands command commands && ret=0\n      ;;\n";
    into += "    rest)\n      curcontext=${curcontext%:*:*}:" + function_name(command).substr(1) +
            "-$line[1]:\n      case $line[1] in\n";
    for (const command_description& inner : command.commands)
      into += "        " + inner.path.back() + ") " + function_name(inner) + " && ret=0 ;;\n";
    into += "      esac\n      ;;\n  esac\n";
  } else {
    std::size_t at = 0;
    for (const argument_description& argument : command.arguments) {
      ++at;
      std::string place = argument.repeatable ? "*" : std::to_string(at);
      into += "    '" + place + (argument.required || argument.repeatable ? ":" : "::") +
              message(argument.name) + ":" + action(argument.words, argument.kind, argument.type) +
              "' \\\n";
    }
    into += "    && ret=0\n";
  }
  into += "  return ret\n}\n";
  for (const command_description& inner : command.commands) append_command(inner, into);
}

}  // namespace

std::string zsh_completions(const command_description& root) {
  std::string out =
      "#compdef lambent\n# zsh completion for lambent, made by `lambent completions zsh`.\n\n"
      "typeset -ga _lambent_global_flags\n_lambent_global_flags=(\n";
  for (const flag_description& flag : root.flags) append_flag(flag, out);
  out +=
      ")\n\n_lambent_functions() {\n"
      "  local -a names=(build/lambda/*/bootstrap(N:h:t))\n"
      "  compadd -a names\n}\n";
  append_command(root, out);
  // Autoloaded, the file is the function's body; sourced, it only registers.
  out +=
      "\nif [[ $funcstack[1] == _lambent ]]; then\n  _lambent \"$@\"\nelse\n"
      "  compdef _lambent lambent\nfi\n";
  return out;
}

}  // namespace lambent::cli
