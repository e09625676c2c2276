#include "cli/watch/build/diagnostics.hpp"

#include <doctest/doctest.h>

using namespace lambent::cli::watch;

TEST_CASE("of ninja's output the compiler's words are kept, with short paths") {
  CHECK(compiler_messages("[1/2] Building CXX object a.o\n"
                          "FAILED: CMakeFiles/f.dir/src/a.cpp.o \n"
                          "/usr/bin/c++ -c /home/me/f/src/a.cpp -o a.o\n"
                          "/home/me/f/src/a.cpp: In function 'int main()':\n"
                          "/home/me/f/src/a.cpp:1:21: error: 'x' was not declared\n"
                          "    1 | int main() { return x; }\n"
                          "ninja: build stopped: subcommand failed.\n",
                          "/home/me/f") ==
        "src/a.cpp: In function 'int main()':\n"
        "src/a.cpp:1:21: error: 'x' was not declared\n"
        "    1 | int main() { return x; }");
}

TEST_CASE("of make's output the compiler's words are kept") {
  CHECK(compiler_messages("[ 50%] Building CXX object CMakeFiles/f.dir/a.cpp.o\n"
                          "/p/a.cpp:1:1: error: oh\n"
                          "gmake[2]: *** [CMakeFiles/f.dir/build.make:76: a.o] Error 1\n"
                          "gmake: *** [Makefile:91: all] Error 2\n",
                          "/p") == "a.cpp:1:1: error: oh");
}

TEST_CASE("what a build tool itself finds wrong is kept, and what it does is not") {
  CHECK(compiler_messages(
            "ninja: Entering directory `/p/build'\n"
            "\x1b[31mninja: error: '/p/gone.cpp', needed by 'a.o', missing and no known "
            "rule to make it\x1b[0m\n"
            "ninja: build stopped: cannot make progress due to previous errors.\n",
            "/p") ==
        "\x1b[31mninja: error: 'gone.cpp', needed by 'a.o', missing and no known rule to make "
        "it\x1b[0m");
  CHECK(compiler_messages("ninja: fatal: chdir to '/p/build' - No such file or directory\n", "") ==
        "ninja: fatal: chdir to '/p/build' - No such file or directory");
  CHECK(compiler_messages("gmake[3]: *** No rule to make target '/p/gone.cpp', needed by 'a.o'.  "
                          "Stop.\ngmake[2]: *** [CMakeFiles/Makefile2:97: all] Error 2\n",
                          "/p") ==
        "gmake[3]: *** No rule to make target 'gone.cpp', needed by 'a.o'.  Stop.");
}

TEST_CASE("a linker's words and lines that only begin with a bracket are kept") {
  CHECK(compiler_messages("FAILED: lambda/f/bootstrap \n: && c++ x.o\n"
                          "/usr/bin/ld: x.o: undefined reference to `f()'\n[note] see above\n",
                          "/p") ==
        "/usr/bin/ld: x.o: undefined reference to `f()'\n[note] see above");
  CHECK(compiler_messages("", "/p").empty());
  CHECK(compiler_messages("FAILED: ", "/p").empty());
}

TEST_CASE("colours and links are taken out") {
  CHECK(without_colours("\x1b[01m\x1b[Ka.cpp:1:\x1b[m\x1b[K \x1b[01;31merror\x1b[0m") ==
        "a.cpp:1: error");
  CHECK(without_colours("see \x1b]8;;https://gcc.gnu.org\aWarning\x1b]8;;\a!") == "see Warning!");
  CHECK(without_colours("a\x1b") == "a");
  CHECK(without_colours("a\x1b[") == "a");
}

TEST_CASE("a coloured line of ninja is still ninja's") {
  CHECK(compiler_messages("\x1b[31mFAILED: \x1b[0ma.o\ncommand\n\x1b[1ma.cpp\x1b[0m: error\n",
                          "") == "\x1b[1ma.cpp\x1b[0m: error");
}

TEST_CASE("an excerpt ends with a whole line and says how much is missing") {
  CHECK(excerpt("one\ntwo\nthree", 100) == "one\ntwo\nthree");
  CHECK(excerpt("one\ntwo\nthree\nfour", 9) == "one\ntwo\n… and 2 more lines");
  CHECK(excerpt("0123456789", 4) == "0123\n… and 0 more lines");
}
