// The smallest function: bytes in, bytes out.
#include <lambent/lambent.hpp>

int main() {
  return lambent::run(
      [](std::string_view event) { return R"({"got":)" + std::string(event) + "}"; });
}
