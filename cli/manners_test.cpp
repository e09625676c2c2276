// The small parts that every command uses: terminal, suggestions, JSON text, encodings, files.
#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>

#include "cli/files.hpp"
#include "cli/functions_json.hpp"
#include "cli/json_text.hpp"
#include "cli/suggest.hpp"
#include "cli/terminal.hpp"

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

TEST_CASE("the closest word is found within a third of the letters") {
  CHECK(closest("biuld", {"new", "build", "serve"}) == "build");
  CHECK(closest("srve", {"new", "build", "serve"}) == "serve");
  CHECK(closest("nwe", {"new", "build"}) == "new");
  CHECK(closest("deploy", {"new", "build", "serve"}).empty());
  CHECK(closest(std::string(1000, 'x'), {"new"}).empty());
}

TEST_CASE("broken JSON is refused with the place") {
  CHECK(check_json(R"({"a": [1, 2.5, "x", null, true]})").has_value());
  CHECK(check_json(" 7 ").has_value());
  CHECK(check_json(R"({"a":})").error().what == "line 1, column 6: syntax error");
  CHECK(check_json("{\n  \"a\": tru\n}").error().what.starts_with("line 2, column "));
  CHECK(check_json("").error().what == "line 1, column 1: incomplete JSON");
  CHECK(check_json("1 2").error().what == "line 1, column 3: extra data");
}

TEST_CASE("members and quotes survive odd input") {
  CHECK(json_member(R"({"errorType":"A\"B"})", "errorType") == "A\"B");
  CHECK(json_member("[1]", "errorType").empty());
  CHECK(json_member(R"({"errorType":7})", "errorType").empty());
  CHECK(json_member("nonsense", "errorType").empty());
}

TEST_CASE("a file is never created over another, and replaced as a whole") {
  std::string dir = (std::filesystem::temp_directory_path() / "lambent-files-XXXXXX").string();
  REQUIRE(::mkdtemp(dir.data()) != nullptr);
  std::string path = dir + "/a/b/file";
  REQUIRE(create_file(path, "one").has_value());
  CHECK(create_file(path, "two").error().what == "create " + path + ": File exists");
  CHECK(read_file(path, 10).value() == "one");
  REQUIRE(replace_file(path, "three", 0755).has_value());
  CHECK(read_file(path, 10).value() == "three");
  CHECK(read_file(path, 4).error().what == "read " + path + ": it is larger than 4 bytes");
  CHECK(read_file(dir + "/no", 4).error().what == "read " + dir + "/no: No such file or directory");
  std::filesystem::remove_all(dir);
}

TEST_CASE("functions.json is read, and its mistakes are named") {
  auto list = parse_functions_json(
      R"({"functions":[{"name":"a","architecture":"arm64","files":["bootstrap","data/x"]},
                       {"name":"b"}]})");
  REQUIRE(list.has_value());
  REQUIRE(list->size() == 2);
  CHECK(list->at(0).architecture == "arm64");
  CHECK(list->at(0).files == std::vector<std::string>{"bootstrap", "data/x"});
  CHECK(list->at(1).files == std::vector<std::string>{"bootstrap"});
  CHECK(parse_functions_json(R"([{"name":"a"}])")->size() == 1);
  CHECK(parse_functions_json("{}").error().what == "no list of functions");
  CHECK(parse_functions_json("[{}]").error().what == "a function has no name");
  CHECK(parse_functions_json("[7]").error().what == "a function is not an object");
  CHECK(parse_functions_json(R"([{"name":"../x"}])").error().what == "a function's name has a '/'");
}
