#include "cli/man/man.hpp"

#include <doctest/doctest.h>

using namespace lambent::cli;

namespace {

command_description example() {
  return {.path = {"move", "arm"},
          .what = "Move it \u2026",
          .arguments = {{.name = "WHERE", .help = "To where", .required = true}},
          .flags = {{.letters = {"s"},
                     .names = {"speed"},
                     .aliases = {"velocity"},
                     .value = "slow|fast",
                     .help = "How, `as` it says"}},
          .notes = "First.\n\n.Second begins with a dot, and a \\ in it.",
          .example = "lambent move arm 'there' --speed fast\n"};
}

}  // namespace

TEST_CASE("a manual page has every part, and no character that roff would take for its own") {
  std::string page = man_page(example());
  CHECK(page_name(example()) == "lambent-move-arm");
  for (const char* part :
       {".TH LAMBENT\\-MOVE\\-ARM 1", "lambent\\-move\\-arm \\-\nMove it \\[u2026]\n",
        "\\fBlambent move arm\\fR \\fIWHERE\\fR [\\fIFLAGS\\fR]",
        "\\fB\\-s\\fR, \\fB\\-\\-speed\\fR, \\fB\\-\\-velocity\\fR \\fIslow|fast\\fR",
        "How, \\fBas\\fR it says.", ".PP\n\\&.Second begins with a dot, and a \\e in it.",
        "lambent move arm \\(aqthere\\(aq \\-\\-speed fast", ".SH EXIT STATUS", ".BR lambent (1)"})
    CHECK_MESSAGE(page.find(part) != std::string::npos, (std::string(part) + "\n" + page));
}

TEST_CASE("the reference page keeps signs of Markdown out of its tables") {
  std::string page = markdown_page(example());
  CHECK(page.find("| `-s, --speed slow\\|fast` | How, `as` it says; also `--velocity` |") !=
        std::string::npos);
  CHECK(page.find("### `lambent move arm`") != std::string::npos);
}
