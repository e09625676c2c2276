#include "cli/build/cmake/codemodel.hpp"

#include <doctest/doctest.h>

#include "base/files.hpp"
#include "base/temp_dir.hpp"

using namespace lambent::cli;
using lambent::create_file;

TEST_CASE("the flags of a program are those of all that it is made of, each once") {
  lambent::testing::temp_dir tree;
  auto reply = [&](const std::string& name, const std::string& text) {
    REQUIRE(create_file(tree.path / ".cmake/api/v1/reply" / name, text).has_value());
  };
  reply("index-2020.json", "not even JSON");
  reply("index-2021.json",
        R"({"reply":{"client-lambent":{"codemodel-v2":{"jsonFile":"model.json"}}}})");
  reply("model.json", R"({"configurations":[{"targets":[
        {"id":"f::1","jsonFile":"f.json","name":"f"},
        {"id":"lib::1","jsonFile":"lib.json","name":"lib"},
        {"id":"other::1","jsonFile":"other.json","name":"other"}]}]})");
  reply("f.json", R"({"name":"f","dependencies":[{"id":"lib::1"}],"compileGroups":[
        {"compileCommandFragments":[{"fragment":"-O3 -DNDEBUG"},{"fragment":"  -std=gnu++20 "}]},
        {"compileCommandFragments":[{"fragment":"-O3"}]}]})");
  reply("lib.json", R"({"name":"lib","dependencies":[{"id":"f::1"}],
        "compileGroups":[{"compileCommandFragments":[{"fragment":"-march=native"}]}]})");
  reply("other.json", "{}");
  auto flags = flags_behind(tree.path, "f");
  REQUIRE(flags.has_value());
  REQUIRE(flags->size() == 2);
  CHECK(flags->at(0).flags == std::vector<std::string>{"-DNDEBUG", "-O3", "-std=gnu++20"});
  CHECK(flags->at(1).target == "lib");
  CHECK(flags->at(1).flags == std::vector<std::string>{"-march=native"});
  CHECK(flags_behind(tree.path, "unknown")->empty());
}

TEST_CASE("a tree without a model says what is missing") {
  lambent::testing::temp_dir tree;
  auto flags = flags_behind(tree.path, "f");
  REQUIRE_FALSE(flags.has_value());
  CHECK(flags.error().what ==
        "cmake wrote no model of the project into " + (tree.path / ".cmake/api/v1/reply").string());
}
