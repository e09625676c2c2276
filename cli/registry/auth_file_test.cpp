#include "cli/registry/auth_file.hpp"

#include <doctest/doctest.h>

using namespace lambent;
using namespace lambent::cli;

TEST_CASE("the most particular entry of a registry holds") {
  auto file = auth_file::parse(R"({"auths": {
    "quay.io": {"auth": "YTox"},
    "quay.io/group": {"auth": "Yjoy"},
    "https://index.docker.io/v1/": {"auth": "aHViOnB3OndpdGg6Y29sb25z"},
    "http://old.example/v2/": {"username": "u", "password": "p"},
    "azure.example": {"auth": "MDA6", "identitytoken": "long"},
    "helped.example": {},
    "odd.example": {"auth": "!"},
    "number.example": 7
  }})");
  REQUIRE(file.has_value());
  auto who = [&](const char* registry, const char* repository) {
    auto found = file->login_for(registry, repository);
    return found ? found->user_name + "/" + found->password : std::string("nobody");
  };
  CHECK(who("quay.io", "other/app") == "a/1");
  CHECK(who("quay.io", "group/app") == "b/2");
  CHECK(who("docker.io", "library/debian") == "hub/pw:with:colons");
  CHECK(who("old.example", "app") == "u/p");
  CHECK(file->login_for("azure.example", "app")->identity_token == "long");
  for (const char* name : {"helped.example", "odd.example", "number.example", "io", "quay.io.evil"})
    CHECK_MESSAGE(who(name, "app") == "nobody", name);
}

TEST_CASE("a registry's own helper goes before the one for all") {
  auto file = auth_file::parse(
      R"({"credsStore": "all", "credHelpers": {"ecr.example": "ecr-login", "x": "../evil", "y": 1}})");
  REQUIRE(file.has_value());
  CHECK(file->helper_for("ecr.example") == "ecr-login");
  CHECK(file->helper_for("docker.io") == "all");
  CHECK(file->helper_for("x") == "all");
  CHECK(auth_file::parse("{}")->helper_for("docker.io").empty());
  CHECK(helper_server("docker.io") == "https://index.docker.io/v1/");
  CHECK(helper_server("localhost:5000") == "localhost:5000");
}

TEST_CASE("a file that is no JSON object is an error") {
  for (const char* text : {"", "[]", "{", "\"x\""})
    CHECK_MESSAGE(!auth_file::parse(text).has_value(), text);
}

TEST_CASE("a helper answers with a password or a token") {
  CHECK(parse_helper_answer(R"({"Username":"u","Secret":"s"})")->password == "s");
  CHECK(parse_helper_answer(R"({"Username":"<token>","Secret":"t"})")->identity_token == "t");
  CHECK(!parse_helper_answer("{}").has_value());
  CHECK(!parse_helper_answer("no").has_value());
}
