// What is left is written before Lambda ends the environment.
#include <lambent/lambent.hpp>
#include <lambent/lifecycle.hpp>

#include <cstdio>
#include <vector>

int main() {
  std::vector<std::string> waiting;
  lambent::on_shutdown([&] { std::printf("%zu orders were waiting; written\n", waiting.size()); });
  return lambent::run([&](std::string_view order) {
    waiting.emplace_back(order);
    return std::string("{}");
  });
}
