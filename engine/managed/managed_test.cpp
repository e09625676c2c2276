#include <doctest/doctest.h>

#include "engine/managed/interpreter.hpp"
#include "engine/managed/launch.hpp"
#include "engine/managed/runtime.hpp"

using namespace lambent::managed;

namespace {

using words = std::vector<std::string>;
using pairs = std::map<std::string, std::string>;

}  // namespace

TEST_CASE("the identifiers of Node.js and Python 3 are managed, and no others") {
  CHECK(runtime_of("nodejs22.x") == runtime{language::nodejs, "22"});
  CHECK(runtime_of("nodejs18.x") == runtime{language::nodejs, "18"});
  CHECK(runtime_of("python3.8") == runtime{language::python, "3.8"});
  CHECK(runtime_of("python3.14") == runtime{language::python, "3.14"});
  for (const char* other :
       {"", "provided.al2023", "nodejs", "nodejs.x", "nodejs4.3", "nodejs22", "nodejsx.x",
        "python2.7", "python3.", "python3.x", "python3", "java21", "ruby3.3"})
    CHECK_FALSE(runtime_of(other).has_value());
}

TEST_CASE("Python is looked for by its version first; Node.js has one name") {
  CHECK(program_names({language::python, "3.12"}) == words{"python3.12", "python3"});
  CHECK(program_names({language::nodejs, "22"}) == words{"node"});
}

TEST_CASE("a version is a runtime's when it begins with the runtime's parts") {
  CHECK(is_version({language::nodejs, "22"}, "22.1.0"));
  CHECK(is_version({language::python, "3.12"}, "3.12.4"));
  CHECK(is_version({language::python, "3.12"}, "3.12"));
  CHECK_FALSE(is_version({language::nodejs, "2"}, "22.1.0"));
  CHECK_FALSE(is_version({language::python, "3.1"}, "3.12.4"));
}

TEST_CASE("an interpreter has the version of one runtime") {
  CHECK(identifier_of(language::nodejs, "22.1.0") == "nodejs22.x");
  CHECK(identifier_of(language::python, "3.12.4") == "python3.12");
  CHECK(identifier_of(language::python, "3.12") == "python3.12");
  for (const char* odd : {"", "3", "2.7.18", "x"})
    CHECK(identifier_of(language::python, odd) == "");
  for (const char* odd : {"", "23.1.0"}) CHECK(identifier_of(language::nodejs, odd).empty());
}

TEST_CASE("an interpreter's answer is read, and anything else is refused") {
  auto node = read_probe(language::nodejs, "20.20.2\n/usr/bin/node\n");
  REQUIRE(node.has_value());
  CHECK(node->version == "20.20.2");
  CHECK(node->program == "/usr/bin/node");
  auto python = read_probe(language::python,
                           "3.12.4\n/home/u/p/bin/python3.12\n/home/u/p/lib/python3.12\n"
                           "/home/u/p/lib/libpython3.12.so.1.0\n");
  REQUIRE(python.has_value());
  CHECK(python->library_dir == "/home/u/p/lib/python3.12");
  CHECK(python->shared_library == "/home/u/p/lib/libpython3.12.so.1.0");
  for (const char* odd : {"", "\n", "20.1.0\nnode\n", "v20\n/usr/bin/node\n", "20.1.0",
                          "20.1.0\n/usr/bin/node\n/usr/lib\n"})
    CHECK_FALSE(read_probe(language::nodejs, odd).has_value());
  for (const char* odd : {"3.11.2\n/usr/bin/python3.11\n", "3.11.2\n/usr/bin/python3.11\nlib\n\n",
                          "3.11.2\n/usr/bin/python3.11\n/usr/lib/python3.11\nlibpython.so\n"})
    CHECK_FALSE(read_probe(language::python, odd).has_value());
}

TEST_CASE("of Node.js one file is shown, at Lambda's path") {
  lang_plan plan = plan_lang({language::nodejs, "22.1.0", "/home/u/.nvm/v22/bin/node", "", ""});
  CHECK(plan.shown == pairs{{"/var/lang/bin/node", "/home/u/.nvm/v22/bin/node"}});
  CHECK(plan.mount_files == words{"bin/node"});
  CHECK(plan.links.empty());
  CHECK(plan.mount_dirs.empty());
}

TEST_CASE("the system's Python is linked, because every sandbox has it") {
  lang_plan plan =
      plan_lang({language::python, "3.11.2", "/usr/bin/python3.11", "/usr/lib/python3.11", ""});
  CHECK(plan.links == pairs{{"bin/python3", "/usr/bin/python3.11"}});
  CHECK(plan.shown.empty());
}

TEST_CASE(
    "of a Python elsewhere the program and its library are shown, and nothing else of its folder") {
  interpreter what{language::python, "3.12.4", "/home/u/p/bin/python3.12",
                   "/home/u/p/lib/python3.12", "/home/u/p/lib/libpython3.12.so.1.0"};
  lang_plan plan = plan_lang(what);
  CHECK(plan.shown ==
        pairs{{"/var/lang/bin/python3", "/home/u/p/bin/python3.12"},
              {"/var/lang/lib/libpython3.12.so.1.0", "/home/u/p/lib/libpython3.12.so.1.0"},
              {"/var/lang/lib/python3.12", "/home/u/p/lib/python3.12"}});
  CHECK(plan.mount_files == words{"bin/python3", "lib/libpython3.12.so.1.0"});
  CHECK(plan.mount_dirs == words{"lib/python3.12"});
}

TEST_CASE("Node.js is told how much memory it has; a wrapper gets the whole command") {
  launch plain = launch_of({language::nodejs, "22"}, 128, "");
  CHECK(plain.program == "/var/lang/bin/node");
  CHECK(plain.arguments == words{"--expose-gc", "--max-http-header-size", "81920",
                                 "--max-semi-space-size=6", "--max-old-space-size=116",
                                 "/var/runtime/index.mjs"});
  launch wrapped = launch_of({language::python, "3.12"}, 128, "/opt/wrapper");
  CHECK(wrapped.program == "/opt/wrapper");
  CHECK(wrapped.arguments == words{"/var/lang/bin/python3", "-S", "/var/runtime/bootstrap.py"});
}
