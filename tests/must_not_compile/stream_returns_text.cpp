// expect: one that takes a lambent::stream& returns void, lambent::failure, or std::expected<void, ...>
#include <lambent/lambent.hpp>

int main() {
  return lambent::run([](std::string_view, lambent::stream&) { return "x"; });
}
