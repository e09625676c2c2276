// What holds for every command of `lambent`. A command that breaks a rule is named.
#include "cli/commands.hpp"

#include <doctest/doctest.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include "cli/command_line/foreign_words.hpp"

using namespace lambent::cli;
using lambent::cli::configuration::value_kind;

namespace {

// One of the program's trees, complete.
struct whole_tree {
  command_tree tree;
  whole_tree() { add_commands(tree); }
};

void for_each(const command_description& at,
              const std::function<void(const command_description&)>& f) {
  f(at);
  for (const command_description& inner : at.commands) for_each(inner, f);
}

void for_each_command(const std::function<void(const command_description&)>& f) {
  whole_tree all;
  for_each(all.tree.description(), f);
}

}  // namespace

TEST_CASE("no two flags of a command share a letter or a name, those of every command included") {
  whole_tree all;
  const command_description& root = all.tree.description();
  for_each(root, [&](const command_description& command) {
    std::map<std::string, int> count;
    auto add = [&](const command_description& of) {
      for (const flag_description& flag : of.flags) {
        if (&of == &root && &command != &root && flag.is_help()) continue;
        for (const std::string& name : flag.names) ++count["--" + name];
        for (const std::string& name : flag.aliases) ++count["--" + name];
        for (const std::string& letter : flag.letters) ++count["-" + letter];
      }
    };
    add(command);
    if (!command.path.empty()) add(root);
    for (const auto& [name, times] : count)
      CHECK_MESSAGE(times == 1, (command.full_name() + " has " + name + " twice"));
  });
}

TEST_CASE("every command, flag and argument says what it is for") {
  for_each_command([](const command_description& command) {
    CHECK_MESSAGE(!command.what.empty(), (command.full_name()));
    if (command.commands.empty() || command.path.empty())
      CHECK_MESSAGE(command.example.find("lambent ") != std::string::npos,
                    (command.full_name() + " has no example"));
    for (const flag_description& flag : command.flags) {
      CHECK_MESSAGE(!flag.help.empty(), (command.full_name() + " " + flag.name()));
      CHECK_MESSAGE(!flag.help.ends_with('.'), (command.full_name() + " " + flag.name()));
      CHECK_MESSAGE(!flag.names.empty(), (command.full_name() + " " + flag.name()));
    }
    for (const argument_description& argument : command.arguments)
      CHECK_MESSAGE(!argument.help.empty(), (command.full_name() + " " + argument.name));
  });
}

TEST_CASE("the default that a help text has in brackets is the one that holds") {
  for_each_command([](const command_description& command) {
    for (const flag_description& flag : command.flags) {
      std::size_t start = flag.help.rfind('[');
      if (!flag.help.ends_with(']') || start == std::string::npos || flag.otherwise.empty())
        continue;
      std::string shown = flag.help.substr(start + 1, flag.help.size() - start - 2);
      // 0 stands for what the program decides by itself, and that is told in words, too.
      if (flag.otherwise == "0") continue;
      // Where it is made of the environment it is told in words.
      if (shown.find('$') != std::string::npos) continue;
      CHECK_MESSAGE(shown == flag.otherwise, (command.full_name() + " " + flag.name()));
    }
  });
}

TEST_CASE("what cargo-lambda's users type has an answer, and is no flag or command here") {
  whole_tree all;
  auto split = [](std::string_view text) {
    std::istringstream words{std::string(text)};
    return std::vector<std::string>(std::istream_iterator<std::string>(words), {});
  };
  for (const foreign_word& each : foreign_words()) {
    std::vector<std::string> commands = split(each.commands);
    if (commands.empty()) commands = {""};
    for (const std::string& command : commands) {
      for (const std::string& word : split(each.words)) {
        CAPTURE(command);
        CAPTURE(word);
        whole_tree tree;
        std::vector<std::string> typed = {command, word};
        if (command.empty()) typed = {word};
        auto asked = tree.tree.parse(typed);
        REQUIRE(std::holds_alternative<end_now>(asked));
        CHECK(std::get<end_now>(asked).code == exit_code::usage);
        CHECK(std::get<end_now>(asked).wrong.hint == each.instead);
      }
    }
  }
  auto asked = whole_tree().tree.parse({"build", "--features=a"});
  CHECK(std::get<end_now>(asked).wrong.what == "`lambent build` has no flag '--features'");
  asked = whole_tree().tree.parse({"build", "--admerge"});
  CHECK(std::get<end_now>(asked).wrong.hint.starts_with("KEY=VALUE is merged"));
  asked = whole_tree().tree.parse({"system"});
  CHECK(std::get<end_now>(asked).wrong.what == "there is no command 'system'");
}

TEST_CASE("an argument that names a function of the project is completed as one") {
  // These make a function, or are about something else of that name.
  const std::set<std::string> others = {"lambent new", "lambent init"};
  for_each_command([&](const command_description& command) {
    for (const argument_description& argument : command.arguments)
      if (argument.name == "NAME" && !others.contains(command.full_name()))
        CHECK_MESSAGE(argument.type == "FUNCTION",
                      (command.full_name() + ": say ->type_name(\"FUNCTION\")"));
  });
}

namespace {

enum class answer : std::uint8_t { taken, no_number, refused };

answer try_value(CLI::Option& option, const std::string& text) {
  option.clear();
  option.add_result(text);
  try {
    option.run_callback();
    return answer::taken;
  } catch (const CLI::ConversionError&) {
    return answer::no_number;
  } catch (const CLI::ValidationError& e) {
    return std::string(e.what()).find("not in range") != std::string::npos ? answer::no_number
                                                                           : answer::refused;
  }
}

}  // namespace

TEST_CASE(
    "the type name of a flag says when it takes a number, so that lambent.toml may have one") {
  whole_tree all;
  for_each(all.tree.description(), [&](const command_description& command) {
    if (!command.commands.empty()) return;
    described_command made = all.tree.described_anew(command.path);
    for (CLI::Option* option : made.command->get_options(nullptr)) {
      if (!option->nonpositional() || option->get_expected_max() == 0) continue;
      value_kind kind = key_of(*option).kind;
      bool says_number = kind == value_kind::integer || kind == value_kind::number;
      bool takes_number = try_value(*option, "words") == answer::no_number;
      CHECK_MESSAGE(says_number == takes_number,
                    (command.full_name() + " " + option->get_name() + " has the type name " +
                     option->get_type_name() + "; see type_words() in description.cpp"));
    }
  });
}
