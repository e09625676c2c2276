// expect: lambent::run_concurrent: every worker has its own copy of the handler, and this one cannot be copied
#include <lambent/concurrency.hpp>

#include <memory>

int main() {
  return lambent::run_concurrent(
      [only = std::make_unique<int>(1)](std::string_view) { return std::to_string(*only); });
}
