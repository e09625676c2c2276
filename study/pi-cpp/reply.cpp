#include "reply.hpp"

namespace pi {

std::string reply(std::string_view request_id, std::string_view digits) {
  constexpr std::string_view before_id = R"({"req_id":")";
  constexpr std::string_view before_digits = R"(","digits":[)";
  constexpr std::string_view end = "]}";
  constexpr std::size_t bytes_per_digit = 2;  // itself and a comma
  std::string text;
  text.reserve(before_id.size() + request_id.size() + before_digits.size() +
               bytes_per_digit * digits.size() + end.size());
  text.append(before_id).append(request_id).append(before_digits);
  for (char digit : digits) (text += digit) += ',';
  text.back() = end.front();
  text += end.back();
  return text;
}

}  // namespace pi
