// expect: lambent::run: a handler returns void, a string, lambent::reply, lambent::failure, std::expected of one of these, or a type with a lambent::codec
#include <lambent/lambent.hpp>

struct receipt {};

int main() {
  return lambent::run([] { return [](std::string_view) { return receipt{}; }; });
}
