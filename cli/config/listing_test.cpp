#include "cli/config/listing.hpp"

#include <array>

#include "cli/configuration/testing.hpp"

using namespace lambent::cli;
using configuration::value_kind;

namespace {

listing example() {
  return {.file = "lambent.toml",
          .context = "staging",
          .function = "hello",
          .tables = {{"deploy",
                      {{.key = "memory",
                        .flag = "--memory",
                        .kind = value_kind::integer,
                        .values = {{"512", origin::file, "lambent.toml:3:10"}}},
                       {.key = "role", .flag = "--role", .values = {{"a\nb", origin::flag}}},
                       {.key = "region", .flag = "--region"},
                       {.key = "publish", .flag = "--publish", .kind = value_kind::boolean},
                       {.key = "layer",
                        .flag = "--layer",
                        .repeatable = true,
                        .values = {{"x", origin::environment, "LAMBENT_DEPLOY_LAYER"},
                                   {"y", origin::environment, "LAMBENT_DEPLOY_LAYER"}}},
                       {.key = "tag",
                        .flag = "--tag",
                        .kind = value_kind::pairs,
                        .repeatable = true,
                        .values = {{"team=x=y", origin::file, "lambent.toml:4:9"}}}}}}};
}

}  // namespace

TEST_CASE("values are listed with where they come from") {
  CHECK(as_table(example(), true) ==
        "[deploy]\n"
        "memory    512     lambent.toml:3:10\n"
        "role      \"a\\nb\"  flag\n"
        "region    -       default\n"
        "publish   false   default\n"
        "layer     x       $LAMBENT_DEPLOY_LAYER\n"
        "layer     y       $LAMBENT_DEPLOY_LAYER\n"
        "tag.team  x=y     lambent.toml:4:9\n");
  CHECK(as_table({.tables = {{"a", {{.key = "b", .flag = "--b", .values = {{"c"}}}}}}}, false) ==
        "[a]\nb  c\n");
  CHECK(as_table({}, true).empty());
}

TEST_CASE("JSON has values with their types") {
  CHECK(
      as_json(example()) ==
      R"({"file":"lambent.toml","context":"staging","function":"hello","tables":{"deploy":{)"
      R"("memory":{"value":512,"from":"file","where":"lambent.toml:3:10"},)"
      R"("role":{"value":"a\nb","from":"flag"},)"
      R"("region":{"value":null,"from":"default"},)"
      R"("publish":{"value":false,"from":"default"},)"
      R"("layer":{"value":["x","y"],"from":"environment","where":"LAMBENT_DEPLOY_LAYER"},)"
      R"("tag":{"value":{"team":"x=y"},"sources":{"team":{"from":"file","where":"lambent.toml:4:9"}}})"
      R"(}}})"
      "\n");
  CHECK(as_json({}) == "{\"file\":null,\"context\":null,\"function\":null,\"tables\":{}}\n");
}

TEST_CASE("tables that are no flags are flattened, the stronger over the weaker") {
  auto from = configuration::testing::settings_of(
      "[env]\nA = 1\nB = 2\n[functions.f.env]\nB = 3\n[functions.f.url]\ncors = { max_age = 60, "
      "allow_origins = ['*', 'x'] }");
  std::string shown;
  for (const resolved_flag& flag :
       flattened(from.file(), from.tables(std::array<std::string, 1>{"env"}, "f")))
    shown += flag.key + "=" + flag.values.front().text + "@" + flag.values.front().where + " ";
  for (const resolved_flag& flag :
       flattened(from.file(), from.tables(std::array<std::string, 1>{"url"}, "f")))
    shown += flag.key + "=" + flag.values.front().text + " ";
  CHECK(shown ==
        "A=1@lambent.toml:2:5 B=3@lambent.toml:5:5 cors.allow_origins=*, x cors.max_age=60 ");
}
