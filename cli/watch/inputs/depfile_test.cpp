#include "cli/watch/inputs/depfile.hpp"

#include <doctest/doctest.h>

using namespace lambent::cli::watch;
using paths = std::vector<std::string>;

TEST_CASE("ninja's dependencies are the indented lines, each path once") {
  CHECK(parse_ninja_deps("a.o: #deps 2, deps mtime 1 (VALID)\n"
                         "    ../src/a.cpp\n"
                         "    /usr/include/stdio.h\n"
                         "\n"
                         "b.o: #deps 2, deps mtime 1 (STALE)\n"
                         "    ../src/b c.cpp\n"
                         "    /usr/include/stdio.h\n") ==
        paths{"../src/a.cpp", "/usr/include/stdio.h", "../src/b c.cpp"});
  CHECK(parse_ninja_deps("").empty());
  CHECK(parse_ninja_deps("a.o: deps not found\n").empty());
}

TEST_CASE("a depfile's prerequisites are read with their escapes and line breaks") {
  CHECK(
      parse_depfile("out/a.o: src/a.cpp \\\n  my\\ header.hpp \\\n  cash$$.h back\\\\slash.h\n") ==
      paths{"src/a.cpp", "my header.hpp", "cash$.h", "back\\slash.h"});
  CHECK(parse_depfile("a.o : a.cpp").size() == 1);
  CHECK(parse_depfile("a.o: a.cpp h.hpp\n\nh.hpp:\n") == paths{"a.cpp", "h.hpp"});
  CHECK(parse_depfile("").empty());
  CHECK(parse_depfile("a.o:").empty());
  CHECK(parse_depfile("\\").empty());
}
