#include "refusal.hpp"

namespace lambent {

namespace {

constexpr std::size_t quoted_bytes_max = 300;

}  // namespace

std::string refusal(int http_status, std::string_view request, std::string_view body) {
  const std::string number = std::to_string(http_status);
  std::string text;
  for (const std::string_view part :
       {std::string_view("the Runtime API answered "), std::string_view(number),
        std::string_view(" to "), request, std::string_view(body.empty() ? "" : ": "),
        body.substr(0, quoted_bytes_max)}) {
    text += part;
  }
  return text;
}

}  // namespace lambent
