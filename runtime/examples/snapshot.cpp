// SnapStart: what must not be the same in every environment is made after the restore.
#include <lambent/lambent.hpp>
#include <lambent/lifecycle.hpp>

#include <cstdio>
#include <random>

int main() {
  std::mt19937 numbers;
  lambent::before_snapshot([] { std::puts("closing connections"); });
  lambent::after_restore([&] { numbers.seed(std::random_device()()); });
  return lambent::run([&](std::string_view) { return std::to_string(numbers()); });
}
