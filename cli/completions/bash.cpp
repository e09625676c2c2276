// The script for bash: words of the command line are looked up in tables of the command tree.
#include <algorithm>

#include "base/joined.hpp"
#include "cli/completions/completions.hpp"

namespace lambent::cli {
namespace {

using configuration::names_file;
using configuration::value_kind;

std::vector<std::string> spellings(const flag_description& flag) {
  std::vector<std::string> out;
  for (const std::string& name : flag.names) out.push_back("--" + name);
  for (const std::string& name : flag.aliases) out.push_back("--" + name);
  for (const std::string& letter : flag.letters) out.push_back("-" + letter);
  return out;
}

// What _lambent_offer is told to offer.
std::string offer_of(const std::vector<std::string>& words, value_kind kind,
                     const std::string& type) {
  if (!words.empty()) return "words " + joined(words, " ");
  if (names_file(kind)) return "files";
  if (kind == value_kind::directory) return "folders";
  if (type == "FUNCTION") return "functions";
  return "nothing";
}

void append_place(const command_description& command, std::string& into) {
  std::vector<std::string> commands;
  std::vector<std::string> flags;
  for (const command_description& inner : command.commands) commands.push_back(inner.path.back());
  for (const flag_description& flag : command.flags)
    for (const std::string& name : flag.names) flags.push_back("--" + name);
  std::string arguments;
  for (const argument_description& argument : command.arguments)
    arguments += " '" + offer_of(argument.words, argument.kind, argument.type) + "'";
  into += "    '" + joined(command.path, " ") + "') commands='" + joined(commands, " ") +
          "' flags='" + joined(flags, " ") + "' arguments=(" +
          (arguments.empty() ? "" : arguments.substr(1)) + ") ;;\n";
  for (const command_description& inner : command.commands) append_place(inner, into);
}

void append_values(const command_description& command, std::string& into) {
  for (const flag_description& flag : command.flags) {
    if (flag.value.empty()) continue;
    std::vector<std::string> patterns;
    // The flags of `lambent` itself stand behind every command.
    std::string place = command.path.empty() ? "*" : "'" + joined(command.path, " ") + "'";
    for (const std::string& spelling : spellings(flag))
      patterns.push_back(place + "' " + spelling + "'");
    into += "    " + joined(patterns, " | ") + ") offer='" +
            offer_of(flag.words, flag.kind, flag.value) + "' ;;\n";
  }
  for (const command_description& inner : command.commands) append_values(inner, into);
}

constexpr std::string_view head =
    R"(# bash completion for lambent, made by `lambent completions bash`.

# What may stand at a place: under the command $1.
_lambent_place() {
  case $1 in
)";

constexpr std::string_view between = R"(    *) commands='' flags='' arguments=() ;;
  esac
}

# What is offered for the value of the flag $2 of the command $1. Fails when it takes none.
_lambent_value() {
  case "$1 $2" in
)";

constexpr std::string_view tail = R"(    *) return 1 ;;
  esac
}

_lambent_offer() { # WHAT [WORD...]
  local IFS=$'\n' what=$1 name
  shift
  case $what in
    words) COMPREPLY=($(IFS=' '; compgen -W "$*" -- "$cur")) ;;
    files)
      compopt -o filenames 2> /dev/null
      COMPREPLY=($(compgen -f -- "$cur"))
      ;;
    folders)
      compopt -o filenames 2> /dev/null
      COMPREPLY=($(compgen -d -- "$cur"))
      ;;
    functions)
      for name in build/lambda/*/bootstrap; do
        name=${name%/bootstrap}
        name=${name##*/}
        [[ $name == '*' || $name != "$cur"* ]] || COMPREPLY+=("$name")
      done
      ;;
  esac
}

_lambent() {
  local cur=${COMP_WORDS[COMP_CWORD]} at='' word i flag='' rest='' count=0
  local commands flags offer='' global_flags
  local -a arguments
  COMPREPLY=()
  _lambent_place ''
  global_flags=$flags
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ -n $flag ]]; then
      [[ $word == '=' ]] || flag=''
    elif [[ -z $rest && $word == -- ]]; then
      rest=yes
    elif [[ -z $rest && $word == -* ]]; then
      ! _lambent_value "$at" "$word" || flag=$word
    elif [[ $word == '=' ]]; then
      :
    elif [[ " $commands " == *" $word "* ]]; then
      at="${at:+$at }$word"
      _lambent_place "$at"
    else
      count=$((count + 1))
    fi
  done
  [[ $cur != '=' ]] || cur=''
  if [[ -n $flag ]]; then
    _lambent_value "$at" "$flag"
  elif [[ -z $rest && $cur == -* ]]; then
    offer="words ${at:+$flags }$global_flags"
  elif [[ -n $commands ]]; then
    offer="words $commands"
  elif ((${#arguments[@]})); then
    ((count < ${#arguments[@]})) || count=$((${#arguments[@]} - 1))
    offer=${arguments[count]}
  fi
  _lambent_offer $offer
}

complete -F _lambent lambent
)";

}  // namespace

std::string bash_completions(const command_description& root) {
  std::string out(head);
  append_place(root, out);
  out += between;
  append_values(root, out);
  return out.append(tail);
}

}  // namespace lambent::cli
