// Every way to fail, chosen by the event: "failure", "throw", "noexcept", "terminate", "thread",
// "exit", "hang", or anything else for a reply. With FAIL_INIT=terminate the init phase fails; with
// CONCURRENT=1 it fails side by side.
#include <lambent/concurrency.hpp>

#include <chrono>
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

static void throws() { throw orders::not_found("nobody catches this"); }
static void must_not_throw() noexcept { throws(); }

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
  if (event == R"("throw")") throw orders::not_found("no such order: \"ä\"");
  if (event == R"("noexcept")") must_not_throw();
  if (event == R"("terminate")") std::terminate();
  if (event == R"("thread")") std::thread(throws).join();
  if (event == R"("exit")") std::exit(3);
  if (event == R"("hang")") std::this_thread::sleep_for(std::chrono::hours(1));
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
