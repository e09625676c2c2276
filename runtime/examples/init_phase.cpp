// A callable without parameters is the init phase: it runs once, before the first event, and
// returns the handler. What it throws is reported as the function's init error.
#include <lambent/lambent.hpp>

#include <cstdlib>
#include <stdexcept>

int main() {
  return lambent::run([] {
    const char* const greeting = std::getenv("GREETING");
    if (greeting == nullptr) throw std::runtime_error("GREETING is not set");
    return [text = std::string(greeting), calls = 0](std::string_view) mutable {
      return "\"" + text + " " + std::to_string(++calls) + "\"";
    };
  });
}
