#include "cli/new/names.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace lambent::cli;

TEST_CASE("project names follow Lambda's rule and leave CMake its own") {
  for (const char* good : {"hello", "a", "my-function_2", "9lives"})
    CHECK(check_name(good).has_value());
  for (const std::string& bad : {std::string(), std::string("a b"), std::string("a/b"),
                                 std::string("../a"), std::string("-a"), std::string("a.b"),
                                 std::string("gr\u00fc\u00dfe"), std::string(65, 'a')})
    CHECK(check_name(bad).error().what == "'" + bad + "' is not a function name");
  CHECK(check_name("test").error().what == "'test' means something else to CMake");
}
