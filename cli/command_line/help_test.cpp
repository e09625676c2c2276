#include "cli/command_line/help.hpp"

#include <doctest/doctest.h>

#include <CLI/CLI.hpp>

#include "cli/command_line/choice.hpp"
#include "cli/command_line/command_tree.hpp"

using namespace lambent::cli;

namespace {

struct options {
  std::string name;
  std::string dir;
  std::vector<std::string> tags;
  bool trim = true;
  output_format output = output_format::text;
};

void describe_move(CLI::App& command, options& into) {
  command
      .add_option("NAME", into.name,
                  "What is moved, which may need some more words than fit into a line")
      ->required();
  command.add_option("-d,--dir", into.dir, "Where to,\nand how [here]")->type_name("DIR");
  command.add_flag("--trim,!--no-trim", into.trim, "Cut the ends");
  command.add_option("--a-very-long-flag-with-words", into.tags, "Tags")
      ->type_name("KEY=VALUE")
      ->group("More");
  add_output(command, into.output);
  command.footer("Something to know.\n\nExample:\n  lambent move it --dir there");
}

exit_code nothing(const options&) { return exit_code::ok; }

end_now ended(std::vector<std::string> arguments) {
  command_tree tree;
  tree.add("move", "Move it", describe_move, nothing);
  tree.add_group("arm", "The arm");
  tree.add("arm raise", "Raise it", describe_move, nothing);
  return std::get<end_now>(tree.parse(std::move(arguments)));
}

}  // namespace

TEST_CASE("the help of a command has usage, arguments, flags and an example") {
  CHECK(ended({"move", "--help"}).out ==
        R"(Move it

Usage: lambent move NAME [FLAGS]

Arguments:
  NAME                    What is moved, which may need some more words than fit
                          into a line

Flags:
  -d, --dir DIR           Where to, and how [here]
      --trim, --no-trim   Cut the ends
      --output text|json  What stdout gets [text]

More: --a-very-long-flag-with-words KEY=VALUE ...

`lambent --help` has the flags of every command, `lambent man move` all about
these.

Something to know.

Example:
  lambent move it --dir there
)");
}

TEST_CASE("the help of a group lists its commands") {
  std::string help = ended({"arm", "-h"}).out;
  CHECK(help.starts_with("The arm\n\nUsage: lambent arm COMMAND [FLAGS]\n\nCommands:\n  raise"));
  CHECK(ended({"-h"}).out.find("Flags of every command:\n  -h, --help") != std::string::npos);
}

TEST_CASE("text is broken at spaces, and words stay whole") {
  CHECK(wrapped("a bb  ccc", 4) == std::vector<std::string>{"a bb", "ccc"});
  CHECK(wrapped("aaaaaa b", 3) == std::vector<std::string>{"aaaaaa", "b"});
  CHECK(wrapped("", 3).empty());
}
