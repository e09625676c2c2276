#include "base/process.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "base/temp_dir.hpp"

using lambent::child;
using lambent::child_stream;
using lambent::run_process;

TEST_CASE("output and exit status of a program are captured apart") {
  auto ended = run_process({.argv = {"sh", "-c", "echo to-out; echo to-err >&2; exit 7"},
                            .out = child_stream::capture,
                            .err = child_stream::capture});
  REQUIRE(ended.has_value());
  CHECK(ended->out == "to-out\n");
  CHECK(ended->err == "to-err\n");
  CHECK(ended->exit_code == 7);
  CHECK_FALSE(ended->ok());
  CHECK(lambent::describe_exit(*ended) == "exit status 7");
}

TEST_CASE("arguments reach the program as given, without a shell") {
  auto ended = run_process(
      {.argv = {"printf", "%s|", "a b", "$HOME", "'; echo no", ""}, .out = child_stream::capture});
  REQUIRE(ended.has_value());
  CHECK(ended->out == "a b|$HOME|'; echo no||");
}

TEST_CASE("the directory and changes to the environment apply to the child alone") {
  ::setenv("LAMBENT_TEST_GONE", "1", 1);
  std::string dir = std::filesystem::canonical("/usr/bin").string();
  auto ended =
      run_process({.argv = {"sh", "-c", "pwd; echo $LAMBENT_TEST_NEW ${LAMBENT_TEST_GONE-gone}"},
                   .cwd = dir,
                   .set_env = {{"LAMBENT_TEST_NEW", "new"}},
                   .unset_env = {"LAMBENT_TEST_GONE"},
                   .out = child_stream::capture});
  REQUIRE(ended.has_value());
  CHECK(ended->out == dir + "\nnew gone\n");
  CHECK(std::getenv("LAMBENT_TEST_NEW") == nullptr);
  CHECK(std::getenv("LAMBENT_TEST_GONE") != nullptr);
}

TEST_CASE("a program that does not exist is an error that names it") {
  // A directory that may not be searched would be the answer instead.
  ::setenv("PATH", "/usr/bin:/bin", 1);
  auto ended = run_process({.argv = {"lambent-no-such-program"}});
  REQUIRE_FALSE(ended.has_value());
  CHECK(ended.error().what == "start lambent-no-such-program: No such file or directory");
  CHECK(ended.error().code == ENOENT);
}

TEST_CASE("a program that dies of a signal says so") {
  auto ended = run_process({.argv = {"sh", "-c", "kill -9 $$"}});
  REQUIRE(ended.has_value());
  CHECK(ended->signal == SIGKILL);
  CHECK(lambent::describe_exit(*ended) == "signal 9 (Killed)");
}

TEST_CASE("megabytes on both streams at once do not block") {
  auto ended = run_process(
      {.argv = {"sh", "-c", "head -c 3000000 /dev/zero & head -c 3000000 /dev/zero >&2; wait"},
       .out = child_stream::capture,
       .err = child_stream::capture});
  REQUIRE(ended.has_value());
  CHECK(ended->out.size() == 3'000'000);
  CHECK(ended->err.size() == 3'000'000);
}

TEST_CASE("a child reads an empty stdin unless it is to inherit ours") {
  auto ended = run_process({.argv = {"cat"}, .out = child_stream::capture});
  REQUIRE(ended.has_value());
  CHECK(ended->out.empty());
}

TEST_CASE("a child that says too much or takes too long is killed, and the error says so") {
  auto ended = run_process({.argv = {"sh", "-c", "while true; do echo more; done"},
                            .out = child_stream::capture,
                            .capture_bytes_max = 1000});
  REQUIRE(!ended.has_value());
  CHECK(ended.error().what == "read the program's output: it printed more than 1000 bytes");
  ended = run_process({.argv = {"sleep", "1000"},
                       .out = child_stream::capture,
                       .time_max = std::chrono::milliseconds(50)});
  REQUIRE(!ended.has_value());
  CHECK(ended.error().what == "read the program's output: it has not ended within 50 ms");
}

TEST_CASE(
    "a child that is to stop is ended with all that it has started, even if it will not hear") {
  using std::chrono::steady_clock;
  const auto begun = steady_clock::now();
  auto stop = [&] { return steady_clock::now() - begun > std::chrono::milliseconds(50); };
  auto ended = run_process({.argv = {"sh", "-c", "sleep 1000; echo more"},
                            .out = child_stream::capture,
                            .stop = stop,
                            .own_group = true});
  REQUIRE(!ended.has_value());
  CHECK(ended.error().what == "read the program's output: it was ended before its end");
  CHECK(ended.error().code == ECANCELED);
  CHECK(steady_clock::now() - begun < std::chrono::seconds(2));

  // It does not hear SIGTERM once the file is there.
  const lambent::testing::temp_dir folder;
  const std::string deaf = (folder.path / "deaf").string();
  const auto asked = steady_clock::now();
  ended = run_process({.argv = {"sh", "-c", "trap '' TERM; : > \"$DEAF\"; sleep 1000"},
                       .set_env = {{"DEAF", deaf}},
                       .out = child_stream::capture,
                       .stop = [&] { return std::filesystem::exists(deaf); },
                       .own_group = true});
  REQUIRE(!ended.has_value());
  CHECK(ended.error().code == ECANCELED);
  CHECK(steady_clock::now() - asked > std::chrono::seconds(1));
}

TEST_CASE("a child that has ended by itself is not asked to stop") {
  int asked = 0;
  auto ended = run_process({.argv = {"echo", "done"}, .out = child_stream::capture, .stop = [&] {
                              return ++asked > 1'000;
                            }});
  REQUIRE(ended.has_value());
  CHECK(ended->out == "done\n");
}

TEST_CASE("dropping a child that still runs kills and reaps it") {
  pid_t pid = -1;
  {
    auto started = child::start({.argv = {"sleep", "1000"}});
    REQUIRE(started.has_value());
    pid = started->pid();
    CHECK(::kill(pid, 0) == 0);
  }
  CHECK(::waitpid(pid, nullptr, WNOHANG) == -1);
}

TEST_CASE("a child reads the text that it is given, and then the end") {
  const std::string text(200'000, 'x');
  auto ended = run_process({.argv = {"cat"}, .out = child_stream::capture, .input = text});
  REQUIRE(ended.has_value());
  CHECK(ended->ok());
  CHECK(ended->out == text);
}

TEST_CASE("a program is found in PATH, or not") {
  CHECK(std::filesystem::exists(lambent::find_program("sh")));
  CHECK(lambent::find_program("lambent-no-such-program").empty());
}

TEST_CASE("a child with its own group can be interrupted with all that it has started") {
  auto started = child::start({.argv = {"sh", "-c", "sleep 30; echo not reached"},
                               .out = child_stream::capture,
                               .own_group = true});
  REQUIRE(started);
  CHECK(::getpgid(started->pid()) == started->pid());
  CHECK(::kill(-started->pid(), SIGINT) == 0);
  // The pipe ends only when the sleep has ended, too.
  auto ended = started->finish();
  REQUIRE(ended);
  CHECK_FALSE(ended->ok());
  CHECK(ended->out.empty());
}

TEST_CASE("the first line of a program that goes on running is read, the rest is left to its end") {
  auto started = child::start(
      {.argv = {"sh", "-c", "echo ready; read line; echo rest"}, .out = child_stream::capture});
  REQUIRE(started.has_value());
  CHECK(started->first_line(std::chrono::seconds(20)) == "ready");
  auto ended = started->finish();
  REQUIRE(ended.has_value());
  CHECK(ended->out == "rest\n");
}

TEST_CASE("a program that ends or is silent has no first line") {
  auto ended = child::start({.argv = {"true"}, .out = child_stream::capture});
  REQUIRE(ended.has_value());
  auto none = ended->first_line(std::chrono::seconds(20));
  REQUIRE_FALSE(none.has_value());
  CHECK(none.error().what == "it ended and said nothing");
  auto silent = child::start({.argv = {"sleep", "60"}, .out = child_stream::capture});
  REQUIRE(silent.has_value());
  auto late = silent->first_line(std::chrono::milliseconds(50));
  REQUIRE_FALSE(late.has_value());
  CHECK(late.error().what == "it said nothing within 50 ms");
}
