#include "cli/build/cmake/file_api.hpp"

#include <doctest/doctest.h>

using namespace lambent::cli::file_api;
using paths = std::vector<std::string>;

TEST_CASE("the index names the reply files of our own questions") {
  auto index = parse_index(R"({"reply":{"client-lambent":{
      "codemodel-v2":{"jsonFile":"codemodel-v2-1.json"},
      "cmakeFiles-v1":{"jsonFile":"cmakeFiles-v1-2.json"},
      "toolchains-v1":{"error":"unknown query file"}},"client-vscode":{}}})");
  REQUIRE(index);
  CHECK(index->codemodel == "codemodel-v2-1.json");
  CHECK(index->cmake_files == "cmakeFiles-v1-2.json");
  CHECK(index->toolchains.empty());
  CHECK_FALSE(parse_index(R"({"reply":{}})"));
  CHECK_FALSE(parse_index("[]"));
  CHECK_FALSE(parse_index("{"));
}

TEST_CASE("the codemodel lists the targets of its first configuration") {
  auto model = parse_codemodel(R"({"configurations":[
      {"targets":[{"id":"a::1","name":"a","jsonFile":"t1"},{"jsonFile":"t2"},7]},
      {"targets":[{"jsonFile":"t3"}]}]})");
  REQUIRE(model);
  REQUIRE(model->size() == 2);
  CHECK(model->at(0).id == "a::1");
  CHECK(model->at(0).name == "a");
  CHECK(model->at(0).file == "t1");
  CHECK(model->at(1).file == "t2");
  CHECK(parse_codemodel("{}")->empty());
}

TEST_CASE("a target has its sources, include folders, flags and dependencies") {
  auto made = parse_target(R"({
      "sources":[{"path":"src/main.cpp"},{"path":"/else/a.cpp","isGenerated":true},{}],
      "compileGroups":[{"includes":[{"path":"/p/include"}],
                        "compileCommandFragments":[{"fragment":" -O0  -g"}]},
                       {"includes":[{"path":"/q"}]},{}],
      "dependencies":[{"id":"lib::@2","backtrace":1}]})");
  REQUIRE(made);
  CHECK(made->sources == paths{"src/main.cpp", "/else/a.cpp"});
  CHECK(made->includes == paths{"/p/include", "/q"});
  CHECK(made->flags == paths{"-O0", "-g"});
  CHECK(made->dependencies == paths{"lib::@2"});
}

TEST_CASE("what targets depend on is found once, also in a circle") {
  replies all;
  all.targets.resize(3);
  all.targets[0].id = "a";
  all.targets[0].dependencies = {"b", "unknown"};
  all.targets[1].id = "b";
  all.targets[1].dependencies = {"a"};
  all.targets[2].id = "c";
  CHECK(closure(all, {"a", "b"}).size() == 2);
  CHECK(closure(all, {"nothing"}).empty());
}

TEST_CASE("of CMake's inputs the project's own are kept") {
  auto files = parse_cmake_files(R"({"inputs":[{"path":"CMakeLists.txt"},
      {"path":"/usr/share/cmake/M.cmake","isCMake":true,"isExternal":true},
      {"path":"b/CMakeSystem.cmake","isGenerated":true},
      {"path":"/opt/x.cmake","isExternal":true}]})");
  REQUIRE(files);
  CHECK(*files == paths{"CMakeLists.txt", "/opt/x.cmake"});
}

TEST_CASE("the compilers' own include folders are known") {
  auto folders = parse_toolchains(R"({"toolchains":[
      {"compiler":{"implicit":{"includeDirectories":["/usr/include/c++/12","/usr/include"]}}},
      {"compiler":{}}]})");
  REQUIRE(folders);
  CHECK(*folders == paths{"/usr/include/c++/12", "/usr/include"});
}
