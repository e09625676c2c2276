#include "engine/environment/start_message.hpp"

#include <doctest/doctest.h>

#include <cerrno>

#include "base/architecture.hpp"

using namespace lambent;
using namespace lambent::environment;
using sandbox::start_problem;

namespace {

model::function zip_function() {
  model::function f;
  f.name = "f";
  f.runtime = "provided.al2023";
  f.architecture = native_architecture.name;
  f.code_dir = "/data/code/ab";
  f.opt_dir = "/data/opt/cd";
  return f;
}

model::function image_function() {
  model::function f = zip_function();
  f.runtime.clear();
  f.code_dir.clear();
  f.opt_dir.clear();
  f.package_type = "Image";
  f.image.emplace();
  f.image->layer_dirs = {"/l/1", "/l/2"};
  f.image->entrypoint = {"/entry", "-x"};
  f.image->command = {"app.handler"};
  return f;
}

sandbox::start started(const model::function& f) {
  return start_message(f, {sandbox::sandbox_id{7}, "stream", "127.0.0.1:9001"});
}

sandbox::failed failure(start_problem problem, int code = 0) {
  return {.problem = problem, .why = {"why", code, {}}};
}

}  // namespace

TEST_CASE("a zip runs the first bootstrap there is, in /var/task") {
  sandbox::start go = started(zip_function());
  CHECK(go.code_dir == "/data/code/ab");
  CHECK(go.opt_dir == "/data/opt/cd");
  CHECK(go.programs.front() == "/var/task/bootstrap");
  CHECK(go.working_directory == "/var/task");
  CHECK(go.image_layers.empty());
  CHECK_FALSE(go.emulated);
}

TEST_CASE("a vCPU comes with 1,769 MB, and a part of one with less") {
  model::function f;
  f.memory_mb = 128;
  CHECK(cpu_share_permille(f) == 72);
  f.memory_mb = 1769;
  CHECK(cpu_share_permille(f) == 1000);
  f.memory_mb = 10'240;
  CHECK(cpu_share_permille(f) == 5788);
  CHECK(init_cpu_permille(f) == 5788);
  f.memory_mb = 128;
  CHECK(init_cpu_permille(f) == 2000);
}

TEST_CASE("a function of the other architecture is emulated, a zip with that one's libraries") {
  model::function f = zip_function();
  f.architecture = other_architecture.name;
  CHECK(started(f).emulated);
  CHECK(started(f).emulator_prefix == other_architecture.library_dir);
  f = image_function();
  f.architecture = other_architecture.name;
  CHECK(started(f).emulated);
  CHECK(started(f).emulator_prefix.empty());
}

TEST_CASE("a function of a managed runtime is run by the interpreter, which is shown inside") {
  model::function f = zip_function();
  f.runtime = "nodejs22.x";
  f.memory_mb = 128;
  start_facts facts{sandbox::sandbox_id{7}, "stream", "127.0.0.1:9001"};
  facts.interpreter.emplace().shown = {{"/var/lang", "/data/lang"}};
  sandbox::start go = start_message(f, facts);
  CHECK(go.programs == std::vector<std::string>{"/var/lang/bin/node"});
  CHECK(go.arguments.back() == "/var/runtime/index.mjs");
  CHECK(go.shown == facts.interpreter->shown);
  CHECK(go.code_dir == "/data/code/ab");
  CHECK(go.opt_dir == "/data/opt/cd");
  CHECK(go.working_directory == "/var/task");
  CHECK_FALSE(go.environment.contains("AWS_LAMBDA_EXEC_WRAPPER"));
}

TEST_CASE("a wrapper is started in the interpreter's place, with the interpreter as its argument") {
  model::function f = zip_function();
  f.runtime = "python3.12";
  f.environment.emplace();
  (*f.environment)["AWS_LAMBDA_EXEC_WRAPPER"] = "/opt/wrap";
  sandbox::start go = started(f);
  CHECK(go.programs == std::vector<std::string>{"/opt/wrap"});
  CHECK(go.arguments.front() == "/var/lang/bin/python3");
  CHECK(start_failure(f, failure(start_problem::no_program)).start_problem ==
        "/opt/wrap: does not exist");
}

TEST_CASE("without its interpreter a function says which package is missing") {
  model::function f = zip_function();
  f.runtime = "python3.12";
  CHECK(start_failure(f, failure(start_problem::no_program)).start_problem ==
        "this machine has no Python for python3.12; install the package python3 and start the "
        "engine again");
  CHECK(start_failure(f, failure(start_problem::exec_failed, EACCES)).start_problem ==
        "fork/exec /var/lang/bin/python3: permission denied");
}

TEST_CASE("an image runs its entry point with its command, in its directory") {
  model::function f = image_function();
  sandbox::start go = started(f);
  CHECK(go.image_layers == f.image->layer_dirs);
  CHECK(go.code_dir.empty());
  CHECK(go.programs == std::vector<std::string>{"/entry"});
  CHECK(go.argument0 == "/entry");
  CHECK(go.arguments == std::vector<std::string>{"-x", "app.handler"});
  CHECK(go.working_directory == "/");
  CHECK_FALSE(go.search);
  f.image->working_directory = "/app";
  CHECK(started(f).working_directory == "/app");
}

TEST_CASE("ImageConfig overrides each for itself, and an empty list is none") {
  model::function f = image_function();
  f.image_config.entrypoint = {"/other"};
  f.image_config.working_directory = "/there";
  sandbox::start go = started(f);
  CHECK(go.argument0 == "/other");
  CHECK(go.arguments == std::vector<std::string>{"app.handler"});
  CHECK(go.working_directory == "/there");
  f.image_config.entrypoint.emplace();
  f.image_config.command = {"a", "b"};
  CHECK(started(f).argument0 == "/entry");
  CHECK(started(f).arguments == std::vector<std::string>{"-x", "a", "b"});
}

TEST_CASE("a name without a slash is looked for in the image's PATH") {
  model::function f = image_function();
  f.image->entrypoint = {"run"};
  f.image->environment = {"PATH=/a::/b"};
  sandbox::start go = started(f);
  CHECK(go.search);
  CHECK(go.argument0 == "run");
  CHECK(go.programs == std::vector<std::string>{"/a/run", "./run", "/b/run"});
  f.image->entrypoint.clear();
  f.image->command.clear();
  CHECK(started(f).programs.empty());
}

TEST_CASE("why a zip could not be started is told in Lambda's words") {
  const model::function f = zip_function();
  auto text = [&](const sandbox::failed& what) { return start_failure(f, what).start_problem; };
  CHECK(text(failure(start_problem::no_program)) ==
        "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]");
  CHECK(text(failure(start_problem::exec_failed, ENOEXEC)) ==
        "fork/exec /var/task/bootstrap: exec format error");
  sandbox::failed other = failure(start_problem::other);
  other.why = {"run a program", 0, "install it"};
  CHECK(text(other) == "run a program (install it)");
}

TEST_CASE("why an image could not be started is told in Lambda's words") {
  model::function f = image_function();
  auto told = [&](start_problem problem, int code = 0) {
    const exit_report how = start_failure(f, failure(problem, code));
    return std::string(how.start_problem_type) + ": " + how.start_problem;
  };
  const std::string entry = "Runtime.InvalidEntrypoint: ";
  const std::string directory = "Runtime.InvalidWorkingDir: ";
  CHECK(told(start_problem::no_program) == entry + "fork/exec /entry: no such file or directory");
  CHECK(told(start_problem::exec_failed, EACCES) == entry + "fork/exec /entry: permission denied");
  f.image->entrypoint = {"foo"};
  CHECK(told(start_problem::no_program) ==
        entry + "exec: \"foo\": executable file not found in $PATH");
  f.image->entrypoint.clear();
  f.image->command.clear();
  CHECK(told(start_problem::no_program) == entry + "Couldn't find valid bootstrap(s): []");
  f.image->working_directory = "/gone";
  CHECK(told(start_problem::no_directory, ENOENT) ==
        directory + "the working directory doesn't exist: /gone");
  CHECK(told(start_problem::no_directory, EACCES) == directory + "chdir /gone: permission denied");
  f.image->working_directory = "rel";
  CHECK(told(start_problem::no_directory, EINVAL) ==
        directory + "the working directory 'rel' is invalid, it needs to be an absolute path");
}

TEST_CASE("a strange PATH makes no message that is too long to send") {
  model::function f = image_function();
  f.image->entrypoint = {std::string(3000, 'x')};
  f.image->environment = {"PATH=" + std::string(50'000, ':')};
  sandbox::start go = started(f);
  CHECK_FALSE(go.programs.empty());
  CHECK(sandbox::encode(sandbox::request{go}).size() < sandbox::message_bytes_max);

  f.image->entrypoint = {std::string(49'000, 'x')};
  CHECK(started(f).programs.empty());
}
