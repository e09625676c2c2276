#include "aws/config/profiles.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "base/temp_dir.hpp"

using namespace lambent::aws;

TEST_CASE("both files make one set of profiles, and the credentials file wins") {
  auto read = profiles::parse(
      "[default]\nregion = eu-west-1\n"
      "[profile 'my work']\nregion=us-west-2\naws_access_key_id = from-config\n"
      "[profile]\nregion = x\n[plugins]\ncli = y\n[another tool's]\n",
      "[my work]\naws_access_key_id = from-credentials\n[only here]\naws_access_key_id = k\n");
  REQUIRE(read.has_value());
  CHECK(read->names() == "default, my work, only here");
  const profile* work = read->find("my work");
  REQUIRE(work != nullptr);
  CHECK(work->get("region") == "us-west-2");
  CHECK(work->get("aws_access_key_id") == "from-credentials");
  CHECK(!work->has("role_arn"));
  CHECK(read->find("plugins") == nullptr);
  CHECK(read->find("") == nullptr);
}

TEST_CASE("the files are where the environment says, else in the home folder, else empty") {
  lambent::testing::temp_dir dir;
  std::string home = dir.path.string();
  CHECK(profiles::load({{"HOME", home}}).value().names() == "none");
  std::filesystem::create_directory(dir.path / ".aws");
  std::ofstream(dir.path / ".aws/config") << "[default]\nregion = a\n";
  std::ofstream(dir.path / ".aws/credentials") << "[default]\naws_access_key_id = b\n";
  std::ofstream(dir.path / "other") << "[profile other]\nregion = c\n";
  auto both = profiles::load({{"HOME", home}});
  REQUIRE(both.has_value());
  CHECK(both->find("default")->get("region") == "a");
  CHECK(both->find("default")->get("aws_access_key_id") == "b");
  auto chosen = profiles::load({{"HOME", home},
                                {"AWS_CONFIG_FILE", "~/other"},
                                {"AWS_SHARED_CREDENTIALS_FILE", home + "/none"}});
  REQUIRE(chosen.has_value());
  CHECK(chosen->names() == "other");
}

TEST_CASE("a file that is broken, or is none, is named in the error") {
  lambent::testing::temp_dir dir;
  std::string home = dir.path.string();
  std::ofstream(dir.path / "config") << "[default]\nnonsense\n";
  CHECK(profiles::load({{"HOME", home}, {"AWS_CONFIG_FILE", home + "/config"}}).error().what ==
        "read " + home + "/config: line 2: it is not key = value");
  CHECK(profiles::load({{"HOME", home}, {"AWS_CONFIG_FILE", home}}).error().what ==
        "read " + home + ": Is a directory");
  CHECK(profiles::parse("[profile 'a]\n", "").error().what ==
        "read the config file: section [profile 'a]: a quote is not closed");
}

TEST_CASE("a profile's services section has endpoints for single services") {
  auto read = profiles::parse(
      "[profile dev]\nservices = local\n[profile lost]\nservices = gone\n[profile plain]\n"
      "[services local]\nlambda =\n  endpoint_url = http://h:1\ncloudwatch_logs =\n  other = 1\n",
      "");
  REQUIRE(read.has_value());
  CHECK(read->service_endpoint(*read->find("dev"), "lambda").value() == "http://h:1");
  CHECK(read->service_endpoint(*read->find("dev"), "cloudwatch_logs").value().empty());
  CHECK(read->service_endpoint(*read->find("dev"), "iam").value().empty());
  CHECK(read->service_endpoint(*read->find("plain"), "lambda").value().empty());
  CHECK(read->service_endpoint(*read->find("lost"), "lambda").error().what ==
        "profile lost refers to [services gone], which is not there");
}

TEST_CASE("the profile is the one that is given, then AWS_PROFILE's, then the default") {
  CHECK(choose_profile("a", {{"AWS_PROFILE", "b"}}).name == "a");
  CHECK(choose_profile("a", {}).chosen_by == "--profile");
  CHECK(choose_profile("", {{"AWS_PROFILE", "b"}, {"AWS_DEFAULT_PROFILE", "c"}}).name == "b");
  CHECK(choose_profile("", {{"AWS_PROFILE", ""}, {"AWS_DEFAULT_PROFILE", "c"}}).name == "c");
  CHECK(choose_profile("", {}).name == "default");
  CHECK(choose_profile("", {}).chosen_by.empty());
}

TEST_CASE("environment variables that are empty count as unset") {
  environment from{{"A", ""}, {"B", "b"}, {"T", "TRUE"}};
  CHECK(from.get("A").empty());
  CHECK(from.is_true("T"));
  CHECK(!from.is_true("B"));
  CHECK(!environment::of_process().get("PATH").empty());
}
