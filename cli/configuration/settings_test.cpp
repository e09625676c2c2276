#include "cli/configuration/settings.hpp"

#include <array>

#include "cli/configuration/testing.hpp"

using namespace lambent::cli::configuration;

namespace {

constexpr std::string_view layered = R"(
[deploy]
memory = 1
[functions.hello.deploy]
memory = 2
[context.staging.deploy]
memory = 3
[context.staging.functions.hello.deploy]
memory = 4
[context.staging.functions.late.deploy]
memory = 5
)";

// The memory sizes of the tables that hold, weakest first.
std::vector<std::string> memories(const settings& from, std::string_view function) {
  std::vector<std::string> out;
  for (const member* table : from.tables(std::array<std::string, 1>{"deploy"}, function))
    out.push_back(table->value.find("memory")->text);
  return out;
}

}  // namespace

TEST_CASE("tables hold in the order file, function, context, the context's function") {
  using list = std::vector<std::string>;
  CHECK(memories(testing::settings_of(layered), "") == list{"1"});
  CHECK(memories(testing::settings_of(layered), "hello") == list{"1", "2"});
  CHECK(memories(testing::settings_of(layered, "staging"), "") == list{"1", "3"});
  CHECK(memories(testing::settings_of(layered, "staging"), "hello") == list{"1", "2", "3", "4"});
  CHECK(memories(testing::settings_of(layered, "staging"), "other") == list{"1", "3"});
  CHECK(memories(settings(), "hello").empty());
}

TEST_CASE("a context that does not exist is an error with the nearest one") {
  auto wrong = settings::make(testing::parsed(layered), {}, "stagign");
  REQUIRE_FALSE(wrong.has_value());
  CHECK(wrong.error().what == "lambent.toml has no context 'stagign'");
  CHECK(wrong.error().hint == "did you mean 'staging'?");
  CHECK(settings::make(testing::parsed(""), {}, "prod").error().hint ==
        "a context begins with [context.prod.deploy]");
}

TEST_CASE("a table of a function that the project does not have is an error") {
  auto from = testing::settings_of(layered, "staging");
  CHECK(from.check_functions(std::vector<std::string>{"hello", "late", "more"}).has_value());
  auto wrong = from.check_functions(std::vector<std::string>{"hallo"});
  REQUIRE_FALSE(wrong.has_value());
  CHECK(wrong.error().what == "lambent.toml:4:12: the project has no function 'hello'");
  CHECK(wrong.error().hint == "did you mean 'hallo'?");
  // A context that was not chosen may be about anything.
  CHECK(
      testing::settings_of(layered).check_functions(std::vector<std::string>{"hello"}).has_value());
}

TEST_CASE("relative paths are relative to the file") {
  auto from = testing::settings_of("", "", "/project");
  CHECK(from.resolved_path("assets/") == "/project/assets/");
  CHECK(from.resolved_path("../a") == "/a");
  CHECK(from.resolved_path("/b") == "/b");
  CHECK(from.resolved_path("-") == "-");
  CHECK(from.resolved_path("") == "");
  CHECK(from.resolved_place("./a/b") == "/project/a/b");
  CHECK(from.resolved_place("../a") == "/a");
  CHECK(from.resolved_place("a") == "a");
  CHECK(from.resolved_place("gh:owner/name") == "gh:owner/name");
  CHECK(from.resolved_place("..a/b") == "..a/b");
  CHECK(from.resolved_include("assets") == "assets:/project/assets");
  CHECK(from.resolved_include("data:assets/x") == "data:/project/assets/x");
  CHECK(from.resolved_include("../shared") == "/shared");
  CHECK(from.resolved_include("./../shared") == "/shared");
  CHECK(from.resolved_include("..data/x") == "..data/x:/project/..data/x");
  CHECK(from.resolved_include("/etc/hosts") == "/etc/hosts");
  CHECK(from.resolved_include("data:/etc/hosts") == "data:/etc/hosts");
  CHECK(testing::settings_of("").resolved_include("assets") == "assets");
  CHECK(testing::settings_of("").resolved_path("a") == "a");
}
