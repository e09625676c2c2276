#include "cli/terminal/terminal.hpp"

#include <doctest/doctest.h>

using namespace lambent::cli;

TEST_CASE("progress and colour show on a capable terminal only") {
  CHECK(manners_for(true, {.term = "xterm"}).status_line);
  CHECK(manners_for(true, {.term = "xterm"}).colour);
  CHECK_FALSE(manners_for(false, {.term = "xterm"}).status_line);
  CHECK_FALSE(manners_for(true, {.term = "dumb"}).colour);
  CHECK_FALSE(manners_for(true, {}).colour);
  CHECK_FALSE(manners_for(true, {.term = "xterm", .ci = "true"}).status_line);
  CHECK(manners_for(true, {.term = "xterm", .ci = "true"}).colour);
  CHECK_FALSE(manners_for(true, {.no_color = "1", .term = "xterm"}).colour);
  CHECK(manners_for(true, {.no_color = "", .term = "xterm"}).colour);
}

TEST_CASE("what a person chose goes before what the environment says") {
  terminal_environment no_color{.no_color = "1", .term = "xterm"};
  CHECK(manners_for(false, no_color, {.colour = colour_choice::always}).colour);
  CHECK_FALSE(manners_for(true, {.term = "xterm"}, {.colour = colour_choice::never}).colour);
  CHECK(manners_for(true, {.term = "xterm"}, {.colour = colour_choice::never}).status_line);
  CHECK_FALSE(manners_for(true, {.term = "xterm"}, {.quiet = true}).status_line);
}
