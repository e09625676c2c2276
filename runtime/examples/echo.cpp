// Sends the event back without copying or allocating: the view points into the receive buffer.
#include <lambent/lambent.hpp>

int main() {
  return lambent::run([](std::string_view event) { return event; });
}
