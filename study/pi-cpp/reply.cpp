#include "reply.hpp"

#include "digits.hpp"

namespace pi {

std::string reply(std::string_view request_id, unsigned digits) {
  constexpr std::string_view before_id = R"({"req_id":")";
  constexpr std::string_view before_digits = R"(","digits":[)";
  constexpr std::string_view end = "]}";
  constexpr std::size_t bytes_per_digit = 2;  // itself and a comma
  std::string text;
  text.reserve(before_id.size() + request_id.size() + before_digits.size() +
               bytes_per_digit * digits + end.size());
  text.append(before_id).append(request_id).append(before_digits);
  spigot next_digits;
  for (unsigned written = 0; written < digits; ++written) {
    if (written > 0) text += ',';
    text += static_cast<char>('0' + next_digits.next());
  }
  text.append(end);
  return text;
}

}  // namespace pi
