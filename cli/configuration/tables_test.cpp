// The tables of lambent.toml that are no flags: router, function URLs, variables.
#include "base/files.hpp"
#include "base/temp_dir.hpp"
#include "cli/configuration/function_url.hpp"
#include "cli/configuration/router.hpp"
#include "cli/configuration/testing.hpp"
#include "cli/configuration/variables.hpp"

using namespace lambent;
using namespace lambent::cli::configuration;
namespace config_testing = lambent::cli::configuration::testing;

namespace {

// "GET,POST /p -> f; ..."
std::string shown_router(const settings& from) {
  auto routes = router_of(from);
  if (!routes) return routes.error().what;
  std::string out;
  for (const route& each : *routes) {
    std::string methods;
    for (const std::string& method : each.methods) methods += (methods.empty() ? "" : ",") + method;
    out += methods + " " + each.path + " -> " + each.function + "; ";
  }
  return out;
}

std::string router(std::string_view text, std::string context = {}) {
  return shown_router(config_testing::settings_of(text, std::move(context)));
}

}  // namespace

TEST_CASE("a router names functions for paths, for all methods or some") {
  CHECK(router("[watch.router]\n'/a/{id}' = 'a'\n'/b' = [{ method = 'get', function = 'b' }, "
               "{ methods = ['POST', 'put'], function = 'c' }]\n'/d' = { function = 'd' }\n"
               "'/e' = [{ method = 'ANY', function = 'e' }]") ==
        " /a/{id} -> a; GET /b -> b; POST,PUT /b -> c;  /d -> d;  /e -> e; ");
  CHECK(router("[[watch.router]]\npath = '/a'\nmethods = ['GET']\nfunction = 'a'\n"
               "[[watch.router]]\npath = '/b'\nfunction = 'b'") == "GET /a -> a;  /b -> b; ");
  CHECK(router("") == "");
}

TEST_CASE("a context's routes replace those of the same path") {
  CHECK(router("[watch.router]\n'/a' = 'a'\n'/b' = 'b'\n"
               "[context.x.watch.router]\n'/b' = 'c'\n'/d' = 'd'",
               "x") == " /a -> a;  /b -> c;  /d -> d; ");
}

TEST_CASE("a wrong route is refused at its place") {
  CHECK(router("[watch.router]\n'a' = 'a'") ==
        "lambent.toml:2:1: the path 'a' does not begin with '/'");
  CHECK(router("[watch.router]\n'/a' = ''") == "lambent.toml:2:8: this route names no function");
  CHECK(router("[watch.router]\n'/a' = [{ method = 'GET' }]") ==
        "lambent.toml:2:9: this route names no function");
  CHECK(router("[watch.router]\n'/a' = [{ method = 'G T', function = 'a' }]") ==
        "lambent.toml:2:20: 'G T' is not an HTTP method");
  CHECK(router("[watch.router]\n'/a' = [{ functoin = 'a' }]") ==
        "lambent.toml:2:11: a route has no 'functoin'");
  CHECK(router("[watch.router]\n'/a' = 1") ==
        "lambent.toml:2:8: a route is a table with methods and function; this is an integer");
  CHECK(router("[[watch.router]]\nfunction = 'a'") == "lambent.toml:1:1: this route has no path");
  CHECK(router("[watch]\nrouter = 1") ==
        "lambent.toml:2:1: 'router' wants a table of paths; this is an integer");
}

TEST_CASE("a function's URL is read with its cross-origin rules, and merged with the context's") {
  constexpr std::string_view text = R"(
[functions.api.url]
auth = "NONE"
cors = { allow_origins = ["*"], allow-methods = ["GET"], max_age = 60, allow_credentials = false }
[context.prod.functions.api.url]
auth = "AWS_IAM"
invoke_mode = "RESPONSE_STREAM"
cors = { allow_origins = ["https://a.example"] }
)";
  auto url = function_url_of(config_testing::settings_of(text), "api").value();
  REQUIRE(url.has_value());
  CHECK(url->auth == "NONE");
  CHECK(url->invoke_mode == "BUFFERED");
  CHECK(url->cors->allow_origins == std::vector<std::string>{"*"});
  CHECK(url->cors->max_age_s == 60);
  CHECK(url->cors->allow_credentials == false);
  auto prod = function_url_of(config_testing::settings_of(text, "prod"), "api").value();
  REQUIRE(prod.has_value());
  CHECK(prod->auth == "AWS_IAM");
  CHECK(prod->invoke_mode == "RESPONSE_STREAM");
  CHECK(prod->cors->allow_origins == std::vector<std::string>{"https://a.example"});
  CHECK(prod->cors->allow_methods == std::vector<std::string>{"GET"});
  CHECK_FALSE(function_url_of(config_testing::settings_of(text), "other").value().has_value());
}

TEST_CASE("a wrong function URL is refused at its place") {
  auto refused = [](std::string_view text) {
    auto url = function_url_of(config_testing::settings_of(text), "f");
    return url ? "" : url.error().what;
  };
  CHECK(refused("[functions.f.url]\nauth = 'none'") ==
        "lambent.toml:2:8: 'auth' is 'none', not AWS_IAM or NONE");
  CHECK(refused("[functions.f.url]\nauht = 'NONE'") == "lambent.toml:2:1: url has no 'auht'");
  CHECK(refused("[functions.f.url]\ncors = { max_age = 86401 }") ==
        "lambent.toml:2:20: 'max_age' is from 0 to 86400 seconds");
  CHECK(refused("[functions.f.url]\ncors = { origins = [] }") ==
        "lambent.toml:2:10: cors has no 'origins'");
  CHECK(refused("[functions.f]\nurl = true") ==
        "lambent.toml:2:1: 'url' is a table; this is a boolean");
}

TEST_CASE(
    "a function's variables come from tables, files and assignments, the later over the earlier") {
  lambent::testing::temp_dir dir;
  std::string file = (dir.path / "a.env").string();
  REQUIRE(create_file(file, "C=file\nD=file\nEMPTY=\n").has_value());
  auto from = config_testing::settings_of(
      "[env]\nA = 'all'\nB = 'all'\nC = 'all'\nN = 1\n[functions.f.env]\nB = 'own'\nC = 'own'\n"
      "[context.x.env]\nX = 'context'",
      "x");
  auto got =
      variables_of(from, {.function = "f", .env_files = {file}, .assignments = {"D=", "E=a=b"}});
  REQUIRE(got.has_value());
  CHECK(*got == variables{{"A", "all"},
                          {"B", "own"},
                          {"C", "file"},
                          {"D", ""},
                          {"E", "a=b"},
                          {"EMPTY", ""},
                          {"N", "1"},
                          {"X", "context"}});
  CHECK(variables_of(from, {}).value() ==
        variables{{"A", "all"}, {"B", "all"}, {"C", "all"}, {"N", "1"}, {"X", "context"}});
  auto wrong = variables_of(from, {.function = {}, .env_files = {}, .assignments = {"FOO"}});
  CHECK(wrong.error().what == "'FOO' is not KEY=VALUE with a variable's name as its KEY");
  CHECK(variables_of(from, {.function = {}, .env_files = {}, .assignments = {"a b=1"}})
            .error()
            .hint == "`KEY=` is the empty value");
}
