// expect: lambent::run: a handler takes the event (std::string_view, std::string, or a type with a lambent::codec), optionally a lambent::stream&, and optionally a const lambent::context&
#include <lambent/lambent.hpp>

struct order {};

int main() {
  return lambent::run([](const order&) { return "x"; });
}
