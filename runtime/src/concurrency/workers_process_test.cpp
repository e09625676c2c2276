// Real functions with several workers against the fake API: what they say, and how they crash.
#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <csignal>
#include <string>
#include <utility>
#include <vector>

#include "../function_process.hpp"
#include "../runtime_api/fake_api.hpp"
#include "../runtime_api/parallel_api.hpp"

using namespace lambent;

namespace {

std::vector<std::string> variables(const parallel_api& api, std::vector<std::string> more) {
  more.push_back("AWS_LAMBDA_RUNTIME_API=" + api.address());
  return more;
}

// What the function says on stderr, with `workers` of them.
std::string said_with(const std::string& maximum, std::size_t workers) {
  parallel_api api;
  function_process c("concurrent", variables(api, {"AWS_LAMBDA_MAX_CONCURRENCY=" + maximum}));
  CHECK(api.wait_for_waiting(workers));
  c.signal(SIGKILL);
  c.wait();
  return c.err;
}

}  // namespace

TEST_CASE("lambent::run serves one by one where more was asked for, and says what to do") {
  parallel_api api;
  function_process c("hello", variables(api, {"AWS_LAMBDA_MAX_CONCURRENCY=8"}));
  CHECK(api.wait_for_waiting(1));
  api.give(invocation("1", "1"));
  CHECK(api.wait_for("/invocation/1/response", 1));
  c.signal(SIGKILL);
  c.wait();
  CHECK(api.requests("/next").size() <= 2);
  CHECK(c.err ==
        "lambent: AWS_LAMBDA_MAX_CONCURRENCY is more than 1, but lambent::run serves one "
        "invocation at a time\nhint: a handler that may run on several threads is served by "
        "lambent::run_concurrent, of lambent/concurrency.hpp\n");
}

TEST_CASE("values that are no number of workers are named, and served with one") {
  for (const std::string text : {"0", "-1", "many"}) {
    CHECK(said_with(text, 1) == "lambent: AWS_LAMBDA_MAX_CONCURRENCY is \"" + text +
                                    "\", no number from 1 to 1600: serving with 1 worker\n");
  }
  CHECK(said_with("1", 1).empty());
  CHECK(said_with("3", 3).empty());
}

TEST_CASE("more workers than Lambda sends, or than there may be descriptors, are fewer") {
  rlimit before = {};
  REQUIRE(getrlimit(RLIMIT_NOFILE, &before) == 0);
  rlimit few = before;
  few.rlim_cur = 40;
  REQUIRE(setrlimit(RLIMIT_NOFILE, &few) == 0);
  parallel_api api;  // Its own descriptors are opened under the limit of before.
  function_process c("concurrent", variables(api, {"AWS_LAMBDA_MAX_CONCURRENCY=100000"}));
  REQUIRE(setrlimit(RLIMIT_NOFILE, &before) == 0);
  CHECK(api.wait_for_waiting(20));
  c.signal(SIGKILL);
  c.wait();
  CHECK(c.err ==
        "lambent: AWS_LAMBDA_MAX_CONCURRENCY is \"100000\", no number from 1 to 1600: serving with "
        "1600 workers\n"
        "lambent: the limit of open files is 40: serving with 20 workers instead of 1600\n"
        "hint: raise it (RLIMIT_NOFILE), or lower the function's maximum concurrency\n");
}

TEST_CASE("the example's workers count for themselves, and together") {
  parallel_api api;
  function_process c("concurrent", variables(api, {"AWS_LAMBDA_MAX_CONCURRENCY=2"}));
  CHECK(api.wait_for_waiting(2));
  api.give(invocation("1", "x"));
  CHECK(api.wait_for("/invocation/1/response", 1));
  CHECK(api.requests("/invocation/1/")[0].ends_with(R"({"calls":1,"total":1})"));
  api.end();
  CHECK(WEXITSTATUS(c.wait()) == 1);
}

TEST_CASE("with several workers a crash is the error of the crashing thread's own invocation") {
  parallel_api api;
  function_process c("failing", variables(api, {"AWS_LAMBDA_MAX_CONCURRENCY=3", "CONCURRENT=1"}));
  CHECK(api.wait_for_waiting(3));
  api.give(invocation("a", "\"hang\""));
  CHECK(api.wait_for_waiting(2));
  api.give(invocation("b", "\"terminate\""));
  const int status = c.wait();
  CHECK(WIFSIGNALED(status));
  CHECK(WTERMSIG(status) == SIGABRT);
  REQUIRE(api.requests("/error").size() == 1);
  CHECK(api.requests("/invocation/b/error").size() == 1);
}

TEST_CASE(
    "with several workers a crash names the crashing thread's own invocation, on any thread") {
  // Which thread takes which event is chance: the main thread and a worker get their turns.
  for (int turn = 0; turn < 4; ++turn) {
    parallel_api api;
    function_process c("failing", variables(api, {"AWS_LAMBDA_MAX_CONCURRENCY=2", "CONCURRENT=1"}));
    CHECK(api.wait_for_waiting(2));
    api.give(invocation("a", "\"hang\""));
    CHECK(api.wait_for_waiting(1));
    api.give(invocation("b", "\"overflow\""));
    const int status = c.wait();
    CHECK(WIFSIGNALED(status));
    CHECK(WTERMSIG(status) == SIGSEGV);
    CHECK(c.err.starts_with("lambent: b crashed: SIGSEGV, stack overflow at 0x7"));
    CHECK(c.err.find("\n  at overflow(int) (bootstrap+0x") != std::string::npos);
  }
}

TEST_CASE("with several workers nobody is blamed for the crash of a thread that is no worker") {
  parallel_api api;
  function_process c("failing", variables(api, {"AWS_LAMBDA_MAX_CONCURRENCY=2", "CONCURRENT=1"}));
  CHECK(api.wait_for_waiting(2));
  api.give(invocation("a", "\"thread\""));
  const int status = c.wait();
  CHECK(WIFSIGNALED(status));
  CHECK(api.requests("/error").empty());
}
