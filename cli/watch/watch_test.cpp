#include "cli/watch/watch.hpp"

#include <poll.h>

#include <cstdlib>

#include "cli/command_line/testing.hpp"
#include "cli/configuration/testing.hpp"
#include "cli/watch/debugger.hpp"
#include "cli/watch/function_settings.hpp"
#include "cli/watch/mailbox.hpp"
#include "cli/watch/reporter.hpp"
#include "cli/watch/settings_source.hpp"

using namespace lambent;
using namespace lambent::cli;
using watch::function_settings;

TEST_CASE("watch listens on this machine's port 9000 and gives functions what Lambda gives them") {
  auto options = cli::testing::parsed(describe_watch, {});
  CHECK(options.invoke_address == "127.0.0.1");
  CHECK(options.invoke_port == 9000);
  CHECK(options.timeout_s == 3);
  CHECK(options.memory_mb == 128);
  CHECK(options.concurrency == 0);
  CHECK(options.sanitize == sanitizer::none);
  CHECK(options.engine.cpu == cpu_mode::full);
  CHECK(options.engine.isolation == isolation_mode::full);
  CHECK_FALSE(options.release);
  CHECK_FALSE(options.wait);
}

TEST_CASE("watch takes every flag") {
  auto options = cli::testing::parsed(
      describe_watch,
      {"-A",    "::1",        "-P",      "0",           "--no-reload", "-w",
       "-r",    "--memory",   "256",     "--timeout",   "9",           "--concurrency",
       "5",     "--env-var",  "A=1",     "--env-var",   "B",           "--env-file",
       "e",     "--sanitize", "address", "--debug",     "f",           "--cpu",
       "share", "--network",  "none",    "--isolation", "process",     "--output",
       "json"});
  CHECK(options.invoke_address == "::1");
  CHECK(options.invoke_port == 0);
  CHECK(options.ignore_changes);
  CHECK(options.wait);
  CHECK(options.release);
  CHECK(options.memory_mb == 256);
  CHECK(options.timeout_s == 9);
  CHECK(options.concurrency == 5);
  CHECK(options.listed_variables == std::vector<std::string>{"A=1", "B"});
  CHECK(options.env_files == std::vector<std::string>{"e"});
  CHECK(options.sanitize == sanitizer::address);
  CHECK(options.debug == "f");
  CHECK(options.engine.cpu == cpu_mode::share);
  CHECK(options.engine.network == network_mode::none);
  CHECK(options.engine.isolation == isolation_mode::process);
  CHECK(options.output == output_format::json);
}

TEST_CASE("watch refuses what Lambda refuses") {
  for (std::vector<std::string> wrong :
       {std::vector<std::string>{"--memory", "64"}, {"--timeout", "901"}, {"--concurrency", "0"}})
    CHECK(cli::testing::refused(describe_watch, wrong).code == exit_code::usage);
}

TEST_CASE("with TLS the engine itself is reached from this machine alone, behind the invoke port") {
  watch_options options{.invoke_address = "0.0.0.0", .invoke_port = 9000};
  CHECK(engine_place_of(options).address == "0.0.0.0");
  CHECK(engine_place_of(options).port == 9000);
  options.tls = {.certificate = "cert.pem", .key = "key.pem"};
  CHECK(engine_place_of(options).address == "127.0.0.1");
  CHECK(engine_place_of(options).port == 9001);
  options.invoke_port = 0;
  CHECK(engine_place_of(options).port == 0);
  for (auto [listening, loopback] : {std::pair("192.168.1.5", "127.0.0.1"),
                                     {"localhost", "127.0.0.1"},
                                     {"::", "::1"},
                                     {"fe80::1", "::1"}}) {
    options.invoke_address = listening;
    CHECK(engine_place_of(options).address == loopback);
  }
}

namespace {

// What watch has of these flags and this lambent.toml.
struct asked {
  watch_options options;
  options_of<watch_options> again;

  asked(std::vector<std::string> flags, const std::string& file)
      : options(cli::testing::parsed(describe_watch, flags)),
        again({.path = {"watch"},
               .arguments = joined_behind("watch", flags),
               .sources = {.settings = configuration::testing::settings_of(file)}},
              describe_watch) {}

  [[nodiscard]] watch::settings_source settings() const { return {options, again}; }

  static std::vector<std::string> joined_behind(std::string first, std::vector<std::string> rest) {
    rest.insert(rest.begin(), std::move(first));
    return rest;
  }
};

}  // namespace

TEST_CASE("with TLS no port is left behind the last one") {
  const asked here({"-P", "65535", "--tls-cert", "c.pem", "--tls-key", "k.pem"}, "");
  CHECK(watch_project(here.options, here.again) == exit_code::usage);
}

TEST_CASE(
    "watch defines what build defines, and its own over that; the rest of build is Lambda's") {
  const asked here({"-D", "X=flag"},
                   "[build]\ndefine = { X = \"file\", Y = \"y\" }\nrelease = true\narm64 = true\n"
                   "toolchain = \"zig\"\njobs = 3\nenv_var = { CXXFLAGS = \"-g1\" }\n");
  auto build = here.settings().build("/project");
  REQUIRE_MESSAGE(build, build.error().what);
  CHECK(build->project == "/project");
  CHECK(build->cache_variables ==
        std::vector<name_value>{{"X", "file"}, {"Y", "y"}, {"X", "flag"}});
  CHECK(build->environment == std::vector<name_value>{{"CXXFLAGS", "-g1"}});
  CHECK(build->jobs == 3);
  CHECK(build->build_type == "Debug");
  CHECK(build->target.architecture == host_architecture());
  CHECK_FALSE(build->toolchain);

  auto wrong = asked({"-D", "X"}, "").settings().build("/project");
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().what == "'X' is not NAME=VALUE");
}

TEST_CASE("layers are found from wherever the file that names them lies") {
  const asked here({"--layer", "/a/b/", "--layer", "c.zip"}, "");
  const auto layers = here.settings().layers();
  REQUIRE(layers.size() == 2);
  CHECK(layers[0] == "/a/b");
  CHECK(layers[1].starts_with("/"));
  CHECK(layers[1].ends_with("/c.zip"));
}

TEST_CASE("what build includes is included here, each function its own, with what watch adds") {
  const asked here({"-i", "more"},
                   "[build]\ninclude = [\"assets\"]\n[functions.own.build]\ninclude = [\"o\"]\n");
  CHECK(here.settings().includes("any") == std::vector<std::string>{"assets", "more"});
  CHECK(here.settings().includes("own") == std::vector<std::string>{"o", "more"});
}

TEST_CASE(
    "the environment files to look after are the functions' own and those of all, each once") {
  const asked here({},
                   "[watch]\nenv_file = [\"all.env\"]\n"
                   "[functions.own.watch]\nenv_file = [\"own.env\", \"more.env\"]\n");
  using files = std::vector<std::string>;
  CHECK(here.settings().env_files({"one", "two"}) == files{"all.env"});
  CHECK(here.settings().env_files({"one", "own", "two"}) ==
        files{"all.env", "own.env", "more.env"});
  CHECK(here.settings().env_files({"own"}) == files{"own.env", "more.env"});
}

TEST_CASE("variables are given with a value or as they are here") {
  REQUIRE(::setenv("LAMBENT_TEST_HERE", "x=y", 1) == 0);
  auto given = watch::assignments_of({"A=1", "LAMBENT_TEST_HERE", "EMPTY="});
  REQUIRE(given);
  CHECK(*given == std::vector<std::string>{"A=1", "LAMBENT_TEST_HERE=x=y", "EMPTY="});
  auto absent = watch::assignments_of({"LAMBENT_TEST_ABSENT"});
  REQUIRE_FALSE(absent);
  CHECK(absent.error().what == "the environment variable LAMBENT_TEST_ABSENT is not set here");
}

TEST_CASE("of Lambda's own variables a function may get credentials and region, nothing else") {
  CHECK(watch::check_variables({{"AWS_ACCESS_KEY_ID", "a"}, {"AWS_REGION", "r"}, {"X", "y"}}));
  for (const char* name : {"AWS_LAMBDA_RUNTIME_API", "_HANDLER", "LAMBDA_TASK_ROOT"})
    CHECK_FALSE_MESSAGE(watch::check_variables({{name, "x"}}), name);

  function_settings settings;
  settings.variables = {{"AWS_REGION", "eu-west-1"}, {"TABLE", "t"}};
  auto f = watch::make_function("f", settings, {}, {});
  CHECK(f.environment == std::map<std::string, std::string>{{"TABLE", "t"}});
  CHECK(f.local->environment == std::map<std::string, std::string>{{"AWS_REGION", "eu-west-1"}});
}

TEST_CASE("a watched function has its code, its build's stage and what a sanitizer needs") {
  function_settings settings{.memory_mb = 512, .timeout_s = 7, .sanitize = sanitizer::address};
  auto f = watch::make_function(
      "f", settings,
      watch::function_code{{"/code/1", "sha", 42}, watch::code_copy{"/opt/1", "o", 1}},
      {.stage = model::local_stage::ready});
  CHECK(f.name == "f");
  CHECK(f.code_dir == "/code/1");
  CHECK(f.code_sha256 == "sha");
  CHECK(f.code_size == 42);
  CHECK(f.opt_dir == "/opt/1");
  CHECK(f.memory_mb == 512);
  CHECK(f.timeout_s == 7);
  CHECK(f.logging.group == "/aws/lambda/f");
  CHECK(f.local->build.stage == model::local_stage::ready);
  CHECK(f.local->unlimited_memory);
  CHECK(f.local->environment.contains("ASAN_OPTIONS"));
  CHECK_FALSE(f.environment);

  settings.variables = {{"ASAN_OPTIONS", "mine=1"}};
  auto mine = watch::make_function("f", settings, {}, {});
  CHECK(mine.environment->at("ASAN_OPTIONS") == "mine=1");
  CHECK_FALSE(mine.local->environment.contains("ASAN_OPTIONS"));
}

TEST_CASE("a program started by hand is told where to ask and who it is") {
  function_settings settings;
  settings.variables = {{"TABLE", "t"}};
  auto variables = watch::outside_variables("f", settings, "127.0.0.1:9001");
  REQUIRE(variables.size() == 6);
  CHECK(variables[0] ==
        std::pair<std::string, std::string>{"AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001"});
  CHECK(variables[1].second == "f");
  CHECK(variables[5] == std::pair<std::string, std::string>{"TABLE", "t"});
}

TEST_CASE("the way to a stopped program is gdb on its process where there is no gdbserver") {
  std::string path = std::getenv("PATH");
  REQUIRE(::setenv("PATH", "/nowhere", 1) == 0);
  auto way = watch::attach(4711, "/tmp/a b/bootstrap");
  REQUIRE(::setenv("PATH", path.c_str(), 1) == 0);
  CHECK(way.command ==
        "gdb -p 4711 -ex 'handle SIGSTOP SIGCONT nostop noprint' -ex 'shell kill -CONT 4711' "
        "'/tmp/a b/bootstrap'");
  CHECK_FALSE(way.server);
}

TEST_CASE("letters come in their order, and ring until they are taken") {
  watch::mailbox box;
  pollfd bell{box.descriptor(), POLLIN, 0};
  CHECK(::poll(&bell, 1, 0) == 0);
  model::function f;
  f.name = "f";
  f.code_dir = "/code";
  box.on_waiting_call(f);
  box.on_stopped_program(f, 7);
  CHECK(::poll(&bell, 1, 0) == 1);
  auto letters = box.take();
  REQUIRE(letters.size() == 2);
  CHECK(std::get<watch::call_waits>(letters[0]).function == "f");
  CHECK(std::get<watch::program_stopped>(letters[1]).process == 7);
  CHECK(::poll(&bell, 1, 0) == 0);
  CHECK(box.take().empty());
}

TEST_CASE("times are shown as people read them") {
  using namespace std::chrono_literals;
  CHECK(watch::shown(3120us) == "3.1 ms");
  CHECK(watch::shown(820ms) == "820 ms");
  CHECK(watch::shown(2449ms) == "2.4 s");
}
