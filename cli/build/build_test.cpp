#include "cli/build/build.hpp"

#include "base/files.hpp"
#include "base/temp_dir.hpp"
#include "cli/command_line/testing.hpp"

using namespace lambent::cli;

namespace {

build_settings settings(std::vector<std::string> arguments) {
  auto made = settings_of(testing::parsed(describe_build, std::move(arguments)));
  REQUIRE_MESSAGE(made.has_value(), made.error().what);
  return *std::move(made);
}

std::string why_not(std::vector<std::string> arguments) {
  auto made = settings_of(testing::parsed(describe_build, std::move(arguments)));
  REQUIRE_FALSE(made.has_value());
  return made.error().what;
}

}  // namespace

TEST_CASE("build takes the flags that cargo-lambda's users know") {
  auto options = testing::parsed(
      describe_build, {"hello", "orders", "-r", "-o", "binary", "--lambda-dir", "out", "--arm64",
                       "--flatten", "orders", "-i", "a", "--include", "lib/b:c", "-j", "3"});
  CHECK(options.names == std::vector<std::string>{"hello", "orders"});
  CHECK(options.release);
  CHECK(options.format == artefact_format::binary);
  CHECK(options.lambda_dir == "out");
  CHECK(options.arm64);
  CHECK(options.flatten == "orders");
  CHECK(options.includes == std::vector<std::string>{"a", "lib/b:c"});
  CHECK(options.jobs == 3);
  options = testing::parsed(describe_build, {"--bin", "a", "--bin", "b", "--compiler", "zig",
                                             "--extension", "--internal"});
  CHECK(options.more_names == std::vector<std::string>{"a", "b"});
  CHECK(options.toolchain == toolchain_kind::zig);
  CHECK(options.extension);
  CHECK(options.internal);
}

TEST_CASE("functions are named as arguments and by --function") {
  CHECK(settings({"a", "--function", "b", "c"}).names == std::vector<std::string>{"a", "c", "b"});
}

TEST_CASE("the target is one of three flags' or this machine's") {
  CHECK(settings({}).target == platform{host_architecture()});
  CHECK(settings({"--arm64"}).target == platform{"arm64"});
  CHECK(settings({"--x86-64"}).target == platform{"x86_64"});
  CHECK(settings({"--target", "aarch64-unknown-linux-gnu.2.26"}).target ==
        platform{"arm64", "gnu.2.26"});
  for (const std::vector<std::string>& both : {std::vector<std::string>{"--arm64", "--x86-64"},
                                               {"--arm64", "--target", "aarch64-linux-gnu"}})
    CHECK(why_not(both) == "--arm64, --x86-64 and --target cannot be given together");
}

TEST_CASE("build types have CMake's names and cargo's words") {
  CHECK(settings({}).build_type == "RelWithDebInfo");
  CHECK(settings({"--release"}).build_type == "Release");
  CHECK(settings({"--profile", "dev"}).build_type == "Debug");
  CHECK(settings({"--profile", "release"}).build_type == "Release");
  CHECK(settings({"--build-type", "minsizerel"}).build_type == "MinSizeRel");
  CHECK(settings({"--build-type", "Coverage"}).build_type == "Coverage");
  CHECK(why_not({"-r", "--profile", "dev"}) == "--release and --profile cannot be given together");
}

TEST_CASE("variables of CMake and of the environment are NAME=VALUE") {
  auto made =
      settings({"-D", "A=1", "-DB:PATH=/x=y", "--env-var", "CXX=g++-12", "--env-var", "E="});
  CHECK(made.cache_variables == std::vector<name_value>{{"A", "1"}, {"B:PATH", "/x=y"}});
  CHECK(made.environment == std::vector<name_value>{{"CXX", "g++-12"}, {"E", ""}});
  lambent::testing::temp_dir dir;
  std::string file = (dir.path / "build.env").string();
  REQUIRE(lambent::create_file(file, "E=file\nF='x y'\n").has_value());
  CHECK(settings({"--env-file", file, "--env-var", "E=flag"}).environment ==
        std::vector<name_value>{{"E", "flag"}, {"F", "x y"}});
  // As cargo-lambda has it, and as `deploy` and `watch` do.
  CHECK(settings({"--env-var", "A=1,B=2", "--env", "C=-Wl,-z,now", "--env", "B=3"}).environment ==
        std::vector<name_value>{{"A", "1"}, {"B", "3"}, {"C", "-Wl,-z,now"}});
  CHECK(why_not({"--env-var", "A=1,2"}) == "'2' is not NAME=VALUE");
  CHECK(why_not({"-D", "A"}) == "'A' is not NAME=VALUE");
}

TEST_CASE("a sanitizer that Lambda cannot run is not built for it") {
  CHECK(settings({"--sanitize", "address"}).sanitize == sanitizer::address);
  CHECK(settings({"--sanitize", "undefined", "--release", "--arm64"}).sanitize ==
        sanitizer::undefined);
  for (const std::vector<std::string>& more :
       {std::vector<std::string>{"--release"}, {"-o", "zip"}}) {
    std::vector<std::string> arguments = {"--sanitize", "thread"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    CHECK(why_not(arguments) ==
          "--sanitize thread makes a dynamic program that runs on this machine alone, not on AWS "
          "Lambda");
  }
  CHECK(why_not({"--sanitize", "address", "--target", "x86_64-linux-musl"}) ==
        "--sanitize address makes a dynamic program that runs on this machine alone");
  CHECK(why_not({"--sanitize", "address", "--toolchain", "zig"}) ==
        "--sanitize address needs this system's compiler");
}

TEST_CASE("flags that need or exclude each other say so") {
  CHECK(why_not({"--internal"}) == "--internal says where an extension lies in its zip");
  CHECK(why_not({"--extension", "--flatten", "x"}) ==
        "--flatten is for a function, and extensions lie flat anyway");
  CHECK(why_not({"-i", "a", "-o", "binary"}) ==
        "--include puts files into a zip, and --output-format binary makes none");
  CHECK(why_not({"--toolchain", "container", "--target", "x86_64-linux-gnu"}) ==
        "with --toolchain container the Dockerfile chooses the C library");
  CHECK(why_not({"--toolchain", "container", "--env-var", "A=b"}) ==
        "--env, --env-var and --env-file do not reach into a container");
}

TEST_CASE("each platform, build type and sanitizer has a tree of its own") {
  auto tree = [](build_settings settings, toolchain_kind kind, const std::string& libc) {
    settings.project = "/p";
    return tree_of(
        settings,
        {.kind = kind, .builds_for = {settings.target.architecture, libc}, .cmake_arguments = {}});
  };
  CHECK(tree(settings({"--arm64", "-r"}), toolchain_kind::native, "") == "/p/build/arm64-release");
  CHECK(tree(settings({"--x86-64"}), toolchain_kind::zig, "gnu.2.26") ==
        "/p/build/x86_64-relwithdebinfo-zig-gnu.2.26");
  CHECK(tree(settings({"--x86-64", "--sanitize", "undefined"}), toolchain_kind::native, "") ==
        "/p/build/x86_64-relwithdebinfo-undefined");
  CHECK(tree(settings({"--x86-64"}), toolchain_kind::container, "") ==
        "/p/build/x86_64-relwithdebinfo-container");
}

TEST_CASE("a command builds without CMake, and what only CMake obeys is refused beside it") {
  CHECK(settings({"--command", "make -j", "--arm64", "--env-var", "A=1"}).command == "make -j");
  for (const char* flag :
       {"-DA=1", "-j2", "--toolchain=zig", "--target=aarch64-linux-gnu", "--sanitize=undefined"})
    CHECK(why_not({"--command", "make", flag}).ends_with("--command builds without it"));
}
