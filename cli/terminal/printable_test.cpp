#include "cli/terminal/printable.hpp"

#include <doctest/doctest.h>

using namespace lambent::cli;

TEST_CASE("text from outside moves, colours and retitles no terminal") {
  CHECK(printable("\033[31mred\033]0;title\a") == "\\x1b[31mred\\x1b]0;title\\x07");
  CHECK(printable("over\rwritten\b\x7f") == "over\\x0dwritten\\x08\\x7f");
  // CSI as one character, and as a byte that is no UTF-8.
  CHECK(printable("\u009b2J") == "\\xc2\\x9b2J");
  CHECK(printable("\x9b"
                  "2J") == "\\x9b2J");
  CHECK(printable(std::string_view("\0", 1)) == "\\x00");
}

TEST_CASE("words, tabs and lines stay as they are, lines of a table's cell apart") {
  CHECK(printable("Grüße, 世界\u00a0\t!\n") == "Grüße, 世界\u00a0\t!\n");
  CHECK(printable("one\ntwo", line_ends::are_shown) == "one\\ntwo");
  CHECK(printable("").empty());
}
