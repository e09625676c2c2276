// Copying a handler may throw; only where exceptions exist.
#include <doctest/doctest.h>
#include <lambent/concurrency.hpp>

#include <chrono>
#include <cstdlib>
#include <future>
#include <stdexcept>

#include "../runtime_api/fake_api.hpp"
#include "../runtime_api/parallel_api.hpp"

using namespace lambent;

namespace {

// Can be copied so often, beyond which it throws.
struct few_copies {
  explicit few_copies(int& left) : left_(&left) {}
  few_copies(few_copies&&) = default;
  few_copies(const few_copies& other) : left_(other.left_) {
    if (--*left_ < 0) throw std::runtime_error("no connection left");
  }
  std::string operator()(std::string_view event) { return std::string(event); }

private:
  int* left_;
};

int serve(parallel_api& api, int copies) {
  setenv("AWS_LAMBDA_MAX_CONCURRENCY", "3", 1);
  const int result = run_concurrent(
      few_copies(copies), {.api = api.address(), .backoff_first = std::chrono::milliseconds(1)});
  unsetenv("AWS_LAMBDA_MAX_CONCURRENCY");
  return result;
}

}  // namespace

TEST_CASE("a handler of which no copy can be made is an init error") {
  parallel_api api;
  CHECK(serve(api, 0) == 1);
  REQUIRE(api.requests("/init/error").size() == 1);
  CHECK(
      api.requests("/init/error")[0].find(
          R"({"errorMessage":"no connection left","errorType":"std::runtime_error","stackTrace":[")") !=
      std::string::npos);
}

TEST_CASE("there are as many workers as there are copies") {
  parallel_api api;
  auto ended = std::async(std::launch::async, [&] { return serve(api, 2); });
  CHECK(api.wait_for_waiting(2));
  api.give(invocation("1", "x"));
  CHECK(api.wait_for("/invocation/1/response", 1));
  api.end();
  CHECK(ended.get() == 1);
}
