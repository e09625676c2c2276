#include "handler.hpp"

#include <stdexcept>

std::string handle(std::string_view event) {
  if (event.empty() || event == "null") throw std::invalid_argument("the event is empty");
  return R"({"message":"Hello from {{name}}","event":)" + std::string(event) + "}";
}
