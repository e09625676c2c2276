#include "cli/command_line/choice.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

namespace lambent::cli {

void add_word_choice(CLI::App& command, const std::string& flags, const std::string& help,
                     std::vector<std::string> words, std::size_t otherwise,
                     std::function<void(std::size_t)> chosen) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : "|") + word;
  auto place = [words](const std::string& word) {
    return static_cast<std::size_t>(std::ranges::find(words, word) - words.begin());
  };
  command
      .add_option_function<std::string>(
          flags, [chosen, place](const std::string& word) { chosen(place(word)); },
          help + " [" + words[otherwise] + "]")
      ->default_function([word = words[otherwise]] { return word; })
      ->check([place, all, count = words.size()](const std::string& word) {
        return place(word) < count ? std::string() : "'" + word + "' is not one of " + all;
      })
      ->type_name(all);
}

void add_output(CLI::App& command, output_format& into, const std::string& flags) {
  add_choice<output_format>(command, flags, into, "What stdout gets",
                            {{"text", output_format::text}, {"json", output_format::json}});
}

void add_variable_flags(CLI::App& command, const variable_flags& into, const std::string& whose) {
  command.add_option("--env", into.single, "A variable " + whose)->type_name("NAME=VALUE");
  command.add_option("--env-var,--env-vars", into.listed, "Several, divided by commas")
      ->type_name("NAME=VALUE")
      ->delimiter(',');
  command.add_option("--env-file", into.files, "Lines of NAME=VALUE; --env comes after them")
      ->type_name("FILE");
}

void group_flags(CLI::App& command, const std::string& group,
                 std::initializer_list<const char*> flags) {
  for (const char* flag : flags) command.get_option(flag)->group(group);
}

void set_flags_of_functions(CLI::App& command, std::initializer_list<const char*> flags) {
  // CLI11 means its own configuration files by this, which are not used here.
  for (CLI::Option* option : command.get_options(nullptr)) option->configurable(false);
  for (const char* flag : flags) command.get_option(flag)->configurable(true);
}

}  // namespace lambent::cli
