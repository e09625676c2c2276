#include "cli/command_line/command_tree.hpp"

#include <doctest/doctest.h>

#include <CLI/CLI.hpp>

#include "cli/command_line/choice.hpp"

using namespace lambent::cli;

namespace {

enum class speed : std::uint8_t { slow, fast };

struct move_options {
  std::string where;
  speed how = speed::slow;
  std::uint16_t steps = 1;
  std::string note;
};

void describe_move(CLI::App& command, move_options& options) {
  command.add_option("WHERE", options.where, "To where")->required();
  command.add_option("-s,--steps", options.steps, "How many");
  command.add_option("--note", options.note, "What to say");
  add_choice<speed>(command, "--speed", options.how, "How",
                    {{"slow", speed::slow}, {"fast", speed::fast}});
}

exit_code move(const move_options& options) {
  return options.where == "home" && options.how == speed::fast && options.steps == 3
             ? exit_code::ok
             : exit_code::failed;
}

struct no_options {};
void describe_nothing(CLI::App&, no_options&) {}
exit_code do_nothing(const no_options&) { return exit_code::function_error; }

std::variant<end_now, run_command> parse(std::vector<std::string> arguments) {
  command_tree tree;
  tree.add("move", "Move the robot", describe_move, move);
  tree.add_alias("move", "go");
  tree.add_group("arm", "The robot's arm");
  tree.add("arm lower", "Lower it", describe_nothing, do_nothing);
  tree.add("arm raise", "Raise it", describe_nothing, do_nothing);
  return tree.parse(std::move(arguments));
}

end_now ended(std::vector<std::string> arguments) {
  auto asked = parse(std::move(arguments));
  REQUIRE(std::holds_alternative<end_now>(asked));
  return std::get<end_now>(asked);
}

exit_code ran(std::vector<std::string> arguments) {
  auto asked = parse(std::move(arguments));
  REQUIRE(std::holds_alternative<run_command>(asked));
  return std::get<run_command>(asked)();
}

}  // namespace

TEST_CASE("a command gets what its flags say, and outlives the tree") {
  CHECK(ran({"move", "home", "--speed", "fast", "-s", "3"}) == exit_code::ok);
  CHECK(ran({"move", "home", "--speed=fast", "--steps=3"}) == exit_code::ok);
  CHECK(ran({"move", "home"}) == exit_code::failed);
}

TEST_CASE("a command may stand under another word") {
  CHECK(ran({"arm", "raise"}) == exit_code::function_error);
  CHECK(ended({"arm", "--help"}).out.find("Raise it") != std::string::npos);
  CHECK(ended({"arm"}).code == exit_code::usage);
  CHECK(ended({"arm", "rise"}).wrong.what == "there is no command 'arm rise'");
  CHECK(ended({"arm", "rise"}).wrong.hint == "did you mean `lambent arm raise`?");
}

TEST_CASE("a mistyped command or flag is answered with the nearest one") {
  CHECK(ended({"mvoe"}).wrong.what == "there is no command 'mvoe'");
  CHECK(ended({"mvoe"}).wrong.hint == "did you mean `lambent move`?");
  CHECK(ended({"mvoe"}).code == exit_code::usage);
  CHECK(ended({"move", "--stesp=1"}).wrong.what == "`lambent move` has no flag '--stesp'");
  CHECK(ended({"move", "--stesp=1"}).wrong.hint == "did you mean '--steps'?");
  CHECK(ended({"move", "--zzzzzz"}).wrong.hint == "`lambent move --help` lists the flags");
  CHECK(ended({"--zzzzzz"}).wrong.hint == "`lambent --help` lists the flags");
}

TEST_CASE("help before a command is help of the command") {
  CHECK(ended({"help"}).out == ended({"--help"}).out);
  CHECK(ended({"help", "go"}).out == ended({"move", "--help"}).out);
  CHECK(ended({"-q", "help", "arm", "lower"}).out == ended({"arm", "lower", "--help"}).out);
  CHECK(ended({"help", "mvoe"}).wrong.hint == ended({"mvoe"}).wrong.hint);
}

TEST_CASE("the value of a flag is not taken for a command or a flag") {
  CHECK(ended({"move", "--speed", "--steps"}).wrong.what.find("has no flag") == std::string::npos);
  CHECK(ran({"move", "--speed", "fast", "--steps", "3", "home"}) == exit_code::ok);
}

TEST_CASE("a wrong value names the flag and what it takes") {
  CHECK(ended({"move", "x", "--speed", "full"}).wrong.what ==
        "--speed: 'full' is not one of slow|fast");
  CHECK(ended({"move", "x", "--steps", "70000"}).code == exit_code::usage);
  CHECK(ended({"move", "x", "--steps", "-1"}).code == exit_code::usage);
  CHECK(ended({"move"}).wrong.hint == "`lambent move --help` shows how it is used");
  CHECK(ended({}).wrong.what == "no command given");
}

TEST_CASE("the flags of every command stand before or behind its name") {
  for (std::vector<std::string> arguments :
       {std::vector<std::string>{"-vvq", "--color", "never", "-x", "c", "arm", "raise"},
        {"arm", "raise", "-vv", "-q", "--color=never", "--context", "c"},
        {"arm", "-vv", "raise", "-q", "-x", "c", "--color", "never"}}) {
    command_tree tree;
    tree.add_group("arm", "The robot's arm");
    tree.add("arm raise", "Raise it", describe_nothing, do_nothing);
    auto asked = tree.parse(arguments);
    CHECK(std::holds_alternative<run_command>(asked));
    CHECK(tree.globals().terminal.verbosity == 2);
    CHECK(tree.globals().terminal.quiet);
    CHECK(tree.globals().terminal.colour == colour_choice::never);
    CHECK(tree.globals().context == "c");
  }
  // Also where the rest is wrong.
  command_tree tree;
  tree.add("stay", "Stay", describe_nothing, do_nothing);
  auto asked = tree.parse({"biuld", "--color", "never", "--unknown", "-vx", "c"});
  CHECK(std::get<end_now>(asked).wrong.what == "there is no command 'biuld'");
  CHECK(tree.globals().terminal.colour == colour_choice::never);
  CHECK(ended({"arm", "raise", "--colour"}).wrong.hint == "did you mean '--color'?");
}

TEST_CASE("a value that looks like a flag of every command is none") {
  command_tree tree;
  tree.add("move", "Move the robot", describe_move, move);
  CHECK(std::holds_alternative<run_command>(tree.parse({"move", "home", "--note", "-v"})));
  CHECK(tree.globals().terminal.verbosity == 0);
}

TEST_CASE("the flags of every command come from the environment, too") {
  command_tree tree;
  tree.add("stay", "Stay", describe_nothing, do_nothing);
  environment_variables environment = {
      {"LAMBENT_COLOR", "always"}, {"LAMBENT_VERBOSE", "2"}, {"LAMBENT_CONFIG", "/f"}};
  CHECK(std::holds_alternative<run_command>(tree.parse({"stay"}, {.environment = environment})));
  CHECK(tree.globals().terminal.colour == colour_choice::always);
  CHECK(tree.globals().terminal.verbosity == 2);
  CHECK(tree.globals().config_file == "/f");

  command_tree other;
  other.add("stay", "Stay", describe_nothing, do_nothing);
  auto wrong = other.parse({"stay"}, {.environment = {{"LAMBENT_COLOR", "blue"}}});
  CHECK(std::get<end_now>(wrong).wrong.what ==
        "LAMBENT_COLOR: 'color': 'blue' is not one of auto|always|never");
}

TEST_CASE("a repeatable flag takes one value each time and leaves the arguments alone") {
  struct options {
    std::vector<std::string> tags;
    std::string name;
  };
  static options got;
  command_tree tree;
  tree.add<options>(
      "tag", "Tag",
      [](CLI::App& command, options& into) {
        command.add_option("--tag", into.tags, "A tag");
        command.add_option("NAME", into.name, "A name");
      },
      [](const options& given) {
        got = given;
        return exit_code::ok;
      });
  auto asked = tree.parse({"tag", "--tag", "a", "--tag", "b", "name"});
  REQUIRE(std::holds_alternative<run_command>(asked));
  CHECK(std::get<run_command>(asked)() == exit_code::ok);
  CHECK(got.tags == std::vector<std::string>{"a", "b"});
  CHECK(got.name == "name");
}

TEST_CASE("what stands behind -- goes to the last argument, and is never taken for a flag") {
  struct options {
    std::string name;
    std::vector<std::string> rest;
  };
  static options got;
  for (auto [arguments, rest] :
       {std::pair(std::vector<std::string>{"run", "f", "--", "--steps", "-x", "--"},
                  std::vector<std::string>{"--steps", "-x", "--"}),
        {{"run", "f", "a", "--", "--b"}, {"a", "--b"}},
        {{"run", "f", "--"}, {}}}) {
    command_tree tree;
    tree.add<options>(
        "run", "Run",
        [](CLI::App& command, options& into) {
          command.add_option("NAME", into.name, "A name");
          command.add_option("ARGUMENTS", into.rest, "Arguments");
        },
        [](const options& given) {
          got = given;
          return exit_code::ok;
        });
    got = {};
    auto asked = tree.parse(arguments);
    REQUIRE(std::holds_alternative<run_command>(asked));
    CHECK(std::get<run_command>(asked)() == exit_code::ok);
    CHECK(got.name == "f");
    CHECK(got.rest == rest);
  }
  // A single argument may begin with '-' there.
  CHECK(ran({"move", "--speed", "fast", "-s", "3", "--", "home"}) == exit_code::ok);
  CHECK(ended({"move", "--", "home", "--steps"}).code == exit_code::usage);
}

TEST_CASE("a command answers to another word, also behind the flags of all commands") {
  CHECK(ran({"go", "home", "--speed", "fast", "-s3"}) == exit_code::ok);
  CHECK(ran({"--context", "go", "go", "home", "--speed", "fast", "-s3"}) == exit_code::ok);
  CHECK(ended({"arm", "go"}).wrong.what == "there is no command 'arm go'");
}
