// Flags that several commands have, and flags whose value is one of a few words.
#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "cli/terminal/terminal.hpp"

namespace CLI {
class App;
}

namespace lambent::cli {

// A flag that takes one of `words`; `chosen` is called with its place in the list. The help shows
// the words and, in brackets, the one at `otherwise`, which holds when the flag is not given.
void add_word_choice(CLI::App& command, const std::string& flags, const std::string& help,
                     std::vector<std::string> words, std::size_t otherwise,
                     std::function<void(std::size_t)> chosen);

// The same for an enumeration: `into` keeps its value when the flag is not given.
template <class Enum>
void add_choice(CLI::App& command, const std::string& flags, Enum& into, const std::string& help,
                const std::vector<std::pair<std::string, Enum>>& choices) {
  std::vector<std::string> words;
  std::vector<Enum> values;
  std::size_t otherwise = 0;
  for (const auto& [word, value] : choices) {
    if (value == into) otherwise = words.size();
    words.push_back(word);
    values.push_back(value);
  }
  add_word_choice(command, flags, help, std::move(words), otherwise,
                  [&into, values](std::size_t at) { into = values[at]; });
}

// --output text|json
void add_output(CLI::App& command, output_format& into, const std::string& flags = "--output");

// Where the variables that a command line gives go: --env NAME=VALUE, whose value may have commas;
// --env-var NAME=VALUE,NAME=VALUE, as cargo-lambda has it; --env-file FILE.
struct variable_flags {
  std::vector<std::string>& single;
  std::vector<std::string>& listed;  // One each, as --env's.
  std::vector<std::string>& files;
};

// `whose` ends the help's sentence: "of the function".
void add_variable_flags(CLI::App& command, const variable_flags& into, const std::string& whose);

// Help names the flags of a group in a line and leaves what they mean to the manual, so that the
// help of a command with many fits a screen. Each must exist.
void group_flags(CLI::App& command, const std::string& group,
                 std::initializer_list<const char*> flags);

// Of a command that does one thing for several functions: the flags that one function's table in
// lambent.toml may have. All others hold for every function, and are an error there. To be called
// when all flags are added.
void set_flags_of_functions(CLI::App& command, std::initializer_list<const char*> flags);

}  // namespace lambent::cli
