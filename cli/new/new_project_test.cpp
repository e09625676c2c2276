#include "cli/new/new_project.hpp"

#include <doctest/doctest.h>

using namespace lambent::cli;

TEST_CASE("project names follow Lambda's rule and leave CMake its own") {
  for (const char* good : {"hello", "a", "my-function_2", "9lives"})
    CHECK(check_project_name(good).has_value());
  for (const std::string& bad : {std::string(), std::string("a b"), std::string("a/b"),
                                 std::string("../a"), std::string("-a"), std::string("a.b"),
                                 std::string("gr\u00fc\u00dfe"), std::string(65, 'a')})
    CHECK(check_project_name(bad).error().what == "'" + bad + "' is not a function name");
  CHECK(check_project_name("test").error().what == "'test' means something else to CMake");
}

TEST_CASE("placeholders are filled, other braces stay") {
  CHECK(fill_in("{{name}} {name} {{other}} ${name} {{name}}", "f") ==
        "f {name} {{other}} ${name} f");
}
