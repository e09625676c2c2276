#include "cli/registry/login_places.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <fstream>
#include <map>

#include "base/temp_dir.hpp"

using namespace lambent;
using namespace lambent::cli;
using oci::distribution::login;

namespace {

// A folder with files, and with programs that are found while it lives.
struct home {
  testing::temp_dir dir;
  std::string path_before = ::getenv("PATH");

  home() { ::setenv("PATH", (dir.path.string() + ":" + path_before).c_str(), 1); }
  ~home() { ::setenv("PATH", path_before.c_str(), 1); }
  home(const home&) = delete;
  home& operator=(const home&) = delete;

  std::filesystem::path write(const std::string& name, const std::string& content) const {
    std::ofstream(dir.path / name) << content;
    return dir.path / name;
  }
  void program(const std::string& name, const std::string& shell) const {
    std::filesystem::permissions(write(name, "#!/bin/sh\n" + shell),
                                 std::filesystem::perms::owner_all);
  }
};

result<std::optional<login>> ask(login_places places, const char* reference) {
  auto of = oci::parse_registry_reference(reference).value();
  return finder(std::move(places), of)(of.registry);
}

}  // namespace

TEST_CASE("podman's places go before docker's, and one file can be named alone") {
  std::map<std::string, std::string> set{{"HOME", "/h"}, {"XDG_RUNTIME_DIR", "/r"}};
  auto files = [&] {
    return auth_files([&](const char* name) {
      auto found = set.find(name);
      return found == set.end() ? nullptr : found->second.c_str();
    });
  };
  using paths = std::vector<std::filesystem::path>;
  CHECK(files() == paths{"/r/containers/auth.json", "/h/.config/containers/auth.json",
                         "/h/.docker/config.json"});
  set["XDG_CONFIG_HOME"] = "/c";
  set["DOCKER_CONFIG"] = "/d";
  CHECK(files() == paths{"/r/containers/auth.json", "/c/containers/auth.json", "/d/config.json"});
  set["REGISTRY_AUTH_FILE"] = "/a.json";
  CHECK(files() == paths{"/a.json"});
  set.clear();
  CHECK(files().empty());
}

TEST_CASE("the first file that knows the registry holds, and flags before all") {
  home home;
  auto first = home.write("first", R"({"auths":{"a.example":{"auth":"YTox"}}})");
  auto second = home.write(
      "second", R"({"auths":{"a.example":{"auth":"Yjoy"},"b.example":{"auth":"Yjoy"}}})");
  login_places places{.files = {home.dir.path / "none", first, second}};
  CHECK(ask(places, "a.example/app").value()->user_name == "a");
  CHECK(ask(places, "a.example/app").value()->from == first.string());
  CHECK(ask(places, "b.example/app").value()->user_name == "b");
  CHECK(!ask(places, "c.example/app").value().has_value());
  places.given = login{"me", "p"};
  CHECK(ask(places, "a.example/app").value()->user_name == "me");
}

TEST_CASE("a helper is asked for the registry, and may know nobody") {
  home home;
  home.program("docker-credential-good",
               "test \"$(cat)\" = a.example && echo '{\"Username\":\"u\",\"Secret\":\"s\"}'");
  home.program("docker-credential-empty",
               "echo 'credentials not found in native keychain'; exit 1");
  home.program("docker-credential-bad", "echo 'no key ring' >&2; exit 1");
  auto known = ask({.files = {home.write("f", R"({"credsStore":"good"})")}}, "a.example/app");
  REQUIRE(known.has_value());
  CHECK((*known)->password == "s");
  CHECK((*known)->from == "docker-credential-good");

  auto file = home.write("f", R"({"credsStore":"empty","auths":{"a.example":{"auth":"YTox"}}})");
  CHECK(ask({.files = {file}}, "a.example/app").value()->user_name == "a");

  file = home.write("f", R"({"credHelpers":{"a.example":"bad","b.example":"missing"}})");
  CHECK(ask({.files = {file}}, "a.example/app").error().what ==
        file.string() + " names a helper: docker-credential-bad: no key ring");
  CHECK(ask({.files = {file}}, "b.example/app").error().what.contains("docker-credential-missing"));
}

TEST_CASE("ECR is asked with AWS's keys, in the registry's region, when no file knows it") {
  std::string asked;
  login_places places{.ask_ecr = [&](const std::string& region) -> result<login> {
    asked = region;
    return login{"AWS", "token"};
  }};
  auto found = ask(places, "123456789012.dkr.ecr.eu-west-1.amazonaws.com/app");
  CHECK(found.value()->password == "token");
  CHECK(asked == "eu-west-1");
  asked.clear();
  CHECK(!ask(places, "quay.io/app").value().has_value());
  CHECK(asked.empty());
}
