#include "study/protocol/reply.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace lambent::study {
namespace {

namespace json = boost::json;

constexpr std::size_t shown_bytes = 200;  // Of a reply, in a message.

std::unexpected<error> no_digits(std::string_view reply) {
  return fail("the reply has no digits of pi: " + std::string(reply.substr(0, shown_bytes)));
}

}  // namespace

result<std::string> digits_in(std::string_view reply) {
  json::error_code ec;
  const json::value whole = json::parse(reply, ec);
  const json::object* object = ec ? nullptr : whole.if_object();
  if (object == nullptr) return no_digits(reply);
  if (const json::value* pi = object->if_contains("pi"); pi != nullptr && pi->is_string())
    return std::string(pi->get_string());
  const json::value* digits = object->if_contains("digits");
  if (digits == nullptr || !digits->is_array()) return no_digits(reply);
  std::string out;
  out.reserve(digits->get_array().size());
  for (const json::value& each : digits->get_array()) {
    json::error_code wrong;
    const auto digit = each.to_number<unsigned>(wrong);
    if (wrong || digit > 9) {
      return fail("the digit at place " + std::to_string(out.size() + 1) + " is " +
                  json::serialize(each).substr(0, shown_bytes));
    }
    out += static_cast<char>('0' + digit);
  }
  return out;
}

result<> check_reply(std::string_view reply, std::string_view known) {
  const std::string digits = TRY(digits_in(reply));
  const auto [ours, theirs] = std::ranges::mismatch(digits, known);
  const auto place = static_cast<std::size_t>(ours - digits.begin());
  if (ours != digits.end() && theirs != known.end()) {
    return fail("the digit at place " + std::to_string(place + 1) + " is " + *ours + ", not " +
                *theirs);
  }
  if (digits.size() == known.size()) return {};
  return fail("the reply has " + std::to_string(digits.size()) + " digits, not " +
              std::to_string(known.size()));
}

}  // namespace lambent::study
