#include "cli/build/cmake/functions_json.hpp"

#include <doctest/doctest.h>

using namespace lambent::cli;

TEST_CASE("functions.json is read, and its mistakes are named") {
  auto list = parse_functions_json(
      R"({"functions":[{"name":"a","architecture":"arm64","files":["bootstrap","data/x"]},
                       {"name":"b","target":"make-b"},
                       {"name":"e","kind":"extension"}]})");
  REQUIRE(list.has_value());
  REQUIRE(list->size() == 3);
  CHECK(list->at(0).architecture == "arm64");
  CHECK(list->at(0).target == "a");
  CHECK(list->at(0).files == std::vector<std::string>{"bootstrap", "data/x"});
  CHECK(list->at(1).target == "make-b");
  CHECK(list->at(1).files == std::vector<std::string>{"bootstrap"});
  CHECK(place_of(list->at(1)) == "b/bootstrap");
  CHECK(list->at(2).kind == program_kind::extension);
  CHECK(place_of(list->at(2)) == "extensions/e");
  CHECK(parse_functions_json(R"([{"name":"a"}])")->size() == 1);
  auto made = parse_functions_json(R"([{"name":"a","buildType":"Debug-address","binary":"bootstrap",
                                        "layerLibraries":["libfoo.so.1"],"files":["bootstrap"]}])");
  REQUIRE(made.has_value());
  CHECK(place_of(made->front()) == "bootstrap");
  CHECK(made->front().build_type == "Debug-address");
  CHECK(made->front().layer_libraries == std::vector<std::string>{"libfoo.so.1"});
  CHECK(parse_functions_json(R"([{"name":"a","binary":"../bootstrap"}])").error().what ==
        "the binary of 'a' is not inside the folder");
  CHECK(parse_functions_json("{}").error().what == "no list of functions");
  CHECK(parse_functions_json("[{}]").error().what == "a function has no name");
  CHECK(parse_functions_json("[7]").error().what == "a function is not an object");
  CHECK(parse_functions_json(R"([{"name":"../x"}])").error().what == "a function's name has a '/'");
}
