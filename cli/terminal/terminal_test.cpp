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
