// The echo of examples/echo.cpp, pipelined: each reply takes the next request along.
#include <lambent/lambent.hpp>

#include <string_view>

int main() {
  return lambent::run([](std::string_view event) { return event; }, {.pipelined = true});
}
