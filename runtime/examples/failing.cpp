// Every way to fail, chosen by the event: see handle(); anything else gets a reply. With
// FAIL_INIT=terminate the init phase fails; with CONCURRENT=1 it fails side by side.
#include <lambent/concurrency.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <thread>

namespace orders {
struct not_found : std::runtime_error {
  using std::runtime_error::runtime_error;
};
}  // namespace orders

[[gnu::noinline]] static void throws() { throw orders::not_found("nobody catches this"); }
[[gnu::noinline]] static void must_not_throw() noexcept { throws(); }

namespace orders {

[[gnu::noinline]] static void find(int id) {
  if (id != 0) throw not_found("no such order: \"ä\"");
}

[[gnu::noinline]] static void place() {
  try {
    find(7);
  } catch (...) {
    std::throw_with_nested(std::runtime_error("cannot place the order"));
  }
}

}  // namespace orders

// Crashes. `volatile` keeps the compiler from seeing them coming.
static int* volatile nowhere = nullptr;
static void (*volatile no_function)() = nullptr;

[[gnu::noinline]] static void write_to(int* place) { *place = 1; }
[[gnu::noinline]] static int divide(int by) { return 7 / by; }
[[gnu::noinline]] static int overflow(int depth) {
  volatile char frame[1024] = {};
  frame[0] = static_cast<char>(depth);
  return depth < 0 ? 0 : overflow(depth + 1) + frame[0];
}
[[gnu::noinline]] static void corrupt_heap() {
  void* volatile block = std::malloc(32);
  std::free(block);
  std::free(block);
}

static void crash(std::string_view event) {
  static volatile int zero = 0;
  if (event == R"("segfault")") write_to(nowhere);
  if (event == R"("overflow")") overflow(0);
  if (event == R"("abort")") std::abort();
  if (event == R"("divide")") zero = divide(zero);
  if (event == R"("illegal")") (void)std::raise(SIGILL);
  if (event == R"("bus")") (void)std::raise(SIGBUS);
  if (event == R"("nothing there")") no_function();
  if (event == R"("double free")") corrupt_heap();
  if (event == R"("thread segfault")") std::thread([] { write_to(nowhere); }).join();
  if (event == R"("own handler")") {
    (void)std::signal(SIGSEGV, [](int) { std::_Exit(4); });
    write_to(nowhere);
  }
}

// Any type with value and error will do where std::expected is missing (C++20).
struct outcome {
  std::string value;
  lambent::failure why;
  bool good = true;

  bool has_value() const { return good; }
  const std::string& operator*() const { return value; }
  const lambent::failure& error() const { return why; }
};

static outcome handle(std::string_view event) {
  std::printf("handling %.*s\n", static_cast<int>(event.size()), event.data());
  if (event == R"("failure")") return {{}, {"BadRequest", "the event asks for a failure"}, false};
  if (event == R"("traced failure")") {
    return {{}, {"BadRequest", "the failure says where", lambent::current_stack_trace()}, false};
  }
  if (event == R"("throw")") orders::find(7);
  if (event == R"("nested")") orders::place();
  if (event == R"("noexcept")") must_not_throw();
  if (event == R"("terminate")") std::terminate();
  if (event == R"("child")") {
    const pid_t child = ::fork();
    if (child == 0) std::terminate();
    ::waitpid(child, nullptr, 0);
  }
  if (event == R"("thread")") std::thread(throws).join();
  if (event == R"("exit")") std::exit(3);
  if (event == R"("hang")") std::this_thread::sleep_for(std::chrono::hours(1));
  crash(event);
  const char* const trace = std::getenv("_X_AMZN_TRACE_ID");
  return {std::string(R"({"trace":")") + (trace == nullptr ? "" : trace) + "\"}", {}};
}

static outcome (*init())(std::string_view) {
  if (std::getenv("FAIL_INIT") != nullptr) std::terminate();
  return handle;
}

int main() {
  const bool concurrent = std::getenv("CONCURRENT") != nullptr;
  return concurrent ? lambent::run_concurrent(init) : lambent::run(init);
}
