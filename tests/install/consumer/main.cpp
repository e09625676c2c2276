#include <lambent/lambent.hpp>

int main() {
  return lambent::run([](std::string_view event) { return "hello " + std::string(event); });
}
