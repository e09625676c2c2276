// expect: lambent::run: a callable without parameters is the init phase: it returns the handler, or std::expected of it
#include <lambent/lambent.hpp>

int main() {
  return lambent::run([] { return "x"; });
}
