// Several invocations side by side, where Lambda sends them so (AWS_LAMBDA_MAX_CONCURRENCY). Each
// worker has its own copy of the handler, and so its own `calls`; the total is shared.
#include <lambent/concurrency.hpp>

#include <atomic>
#include <memory>

int main() {
  return lambent::run_concurrent([] {
    auto total = std::make_shared<std::atomic<int>>(0);
    return [total, calls = 0](std::string_view) mutable {
      return "{\"calls\":" + std::to_string(++calls) + ",\"total\":" + std::to_string(++*total) +
             "}";
    };
  });
}
