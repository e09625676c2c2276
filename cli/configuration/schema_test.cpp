#include "cli/configuration/schema.hpp"

#include "cli/configuration/testing.hpp"

using namespace lambent::cli::configuration;
using lambent::error;

namespace {

schema commands() {
  return {
      {.path = {"build"},
       .keys = {{.name = "release", .kind = value_kind::boolean, .of_functions = false},
                {.name = "include", .kind = value_kind::file, .repeatable = true}}},
      {.path = {"watch"}, .keys = {{"port", value_kind::integer}}},
      {.path = {"deploy"},
       .keys = {{"memory", value_kind::integer},
                {"role", value_kind::text},
                {"rate", value_kind::number},
                {"layer", value_kind::text, true},
                {"tag", value_kind::pairs, true},
                {"env_file", value_kind::file, true}}},
      {.path = {"deps", "add"}, .keys = {{"arm64", value_kind::boolean}}},
      {.path = {"deps", "list"}, .keys = {}},
  };
}

// "what | hint", or nothing.
std::string refused(std::string_view text) {
  auto good = check(testing::parsed(text), commands());
  return good ? ""
              : good.error().what + (good.error().hint.empty() ? "" : " | ") + good.error().hint;
}

}  // namespace

TEST_CASE("every table that the documentation shows is taken") {
  CHECK(refused(R"(
env = { LOG = "1" }
[build]
release = true
[watch]
port = 9000
[watch.router]
"/a" = "a"
[deploy]
memory = 256
rate = 1
layer = ["a", "b"]
tag = { team = "x", n = 1 }
env-file = ".env"
[deps.add]
arm64 = true
[functions.hello.deploy]
rate = 1.5
[functions.hello.env]
A = ""
[functions.hello.url]
auth = "NONE"
[context.staging.env]
A = "b"
[context.staging.deploy]
memory = 512
[context.staging.functions.hello.deploy]
memory = 1024
)") == "");
  CHECK(refused("") == "");
}

TEST_CASE("what holds for all functions cannot be set for one of them") {
  CHECK(refused("[functions.hello.build]\ninclude = ['a']") == "");
  CHECK(
      refused("[functions.hello.build]\nrelease = true") ==
      "lambent.toml:2:1: [functions.hello.build]: 'release' holds for all functions | put it into "
      "[build]; a function's table may have: include");
  CHECK(refused("[context.staging.functions.hello.build]\nrelease = true")
            .ends_with(
                "| put it into [context.staging.build]; a function's table may have: include"));
  CHECK(refused("[functions.hello.watch.router]\n'/a' = 'a'")
            .starts_with("lambent.toml:1:24: [functions.hello.watch] has no 'router'"));
}

TEST_CASE("an unknown key or table is named with its place and the nearest that there is") {
  CHECK(refused("[deploy]\nmemroy = 1") ==
        "lambent.toml:2:1: [deploy] has no 'memroy' | did you mean 'memory'?");
  CHECK(refused("[deplyo]\n") ==
        "lambent.toml:1:2: lambent.toml has no 'deplyo' | did you mean 'deploy'?");
  CHECK(refused("[functions.hello.depoly]\n") ==
        "lambent.toml:1:18: [functions.hello] has no 'depoly' | did you mean 'deploy'?");
  CHECK(refused("[context.staging.deploy]\nenv_fil = 'x'") ==
        "lambent.toml:2:1: [context.staging.deploy] has no 'env_fil' | did you mean 'env_file'?");
  CHECK(
      refused("[context.a.context.b]\n") ==
      "lambent.toml:1:12: [context.a] has no 'context' | it may have: build, watch, deploy, deps, "
      "env, functions");
  CHECK(refused("[url]\n").starts_with("lambent.toml:1:2: lambent.toml has no 'url'"));
  CHECK(refused("[build]\nzzzzzz = 1") ==
        "lambent.toml:2:1: [build] has no 'zzzzzz' | it may have: release, include");
  CHECK(refused("[deps.ad]\narm64 = true") ==
        "lambent.toml:1:7: [deps] has no 'ad' | did you mean 'add'?");
  CHECK(refused("[deploy.router]\n").starts_with("lambent.toml:1:9: [deploy] has no 'router'"));
}

TEST_CASE("a value of the wrong type is told what is wanted") {
  CHECK(refused("[deploy]\nmemory = '512'") ==
        "lambent.toml:2:10: 'memory' wants an integer; this is a string");
  CHECK(refused("[deploy]\nmemory = 1.5") ==
        "lambent.toml:2:10: 'memory' wants an integer; this is a number with a fraction");
  CHECK(refused("[deploy]\nrole = 5") ==
        "lambent.toml:2:8: 'role' wants a string; this is an integer");
  CHECK(refused("[deploy]\nrate = true") ==
        "lambent.toml:2:8: 'rate' wants a number; this is a boolean");
  CHECK(refused("[build]\nrelease = 'yes'") ==
        "lambent.toml:2:11: 'release' wants true or false; this is a string");
  CHECK(refused("[deploy]\nrole = ['a']") ==
        "lambent.toml:2:8: 'role' wants a string; this is a list");
  CHECK(refused("[deploy]\nlayer = ['a', 2]") ==
        "lambent.toml:2:15: 'layer' wants a list of such: a string; this is an integer");
  CHECK(refused("[deploy]\ntag = ['a=b']") ==
        "lambent.toml:2:7: 'tag' wants a table, as { KEY = \"value\" }; this is a list");
  CHECK(refused("[deploy]\ntag = { a = [] }") ==
        "lambent.toml:2:13: the value of 'a' is a list, not a string");
  CHECK(refused("[deploy]\ntag = { 'a=b' = 'c' }") ==
        "lambent.toml:2:9: 'a=b' cannot be the name of a value");
  CHECK(refused("deploy = 1") ==
        "lambent.toml:1:1: 'deploy' is an integer, not a table | write [deploy] on a line of its "
        "own, and its keys below");
  CHECK(refused("functions = 1").starts_with("lambent.toml:1:1: 'functions' is an integer"));
  CHECK(refused("[functions]\nhello = 1")
            .starts_with("lambent.toml:2:1: 'functions.hello' is an integer"));
  CHECK(refused("[deps]\nadd = 1").starts_with("lambent.toml:2:1: 'deps.add' is an integer"));
  CHECK(refused("[deploy]\nrole = \"a\\u0000b\"") ==
        "lambent.toml:2:8: the string has a NUL character");
  CHECK(refused("[env]\n9a = 'x'").starts_with("lambent.toml:2:1: '9a' is not a variable's name"));
}

TEST_CASE("a key may be written with '-', but not twice") {
  CHECK(refused("[deploy]\nenv-file = 'x'") == "");
  CHECK(refused("[deploy]\nenv-file = 'x'\nenv_file = 'y'") ==
        "lambent.toml:3:1: [deploy] has 'env_file' twice | '-' and '_' are the same in a key");
}

TEST_CASE("the values are what the flags get") {
  document file = testing::parsed("a = { x = 1, y = 'b=c', z = '' }\nb = ['1', '2']\nc = 'one'");
  CHECK(values_of(file, *file.root.find("a"), {"a", value_kind::pairs, true}).value() ==
        std::vector<std::string>{"x=1", "y=b=c", "z="});
  CHECK(values_of(file, *file.root.find("b"), {"b", value_kind::text, true}).value() ==
        std::vector<std::string>{"1", "2"});
  CHECK(values_of(file, *file.root.find("c"), {"c", value_kind::text, true}).value() ==
        std::vector<std::string>{"one"});
  CHECK(key_of("--lambda-dir") == "lambda_dir");
}
