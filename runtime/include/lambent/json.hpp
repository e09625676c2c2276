// Typed JSON for handlers: describe a struct in one line, and it is an event, a reply, or both.
//
//   struct order { std::string id; int count = 0; std::optional<std::string> note; };
//   LAMBENT_JSON(order, id, count, note);
//   int main() { return lambent::run([](const order& o) { … return o; }); }
//
// What travels: bool, integers, floating point, std::string, std::optional (null and absent),
// std::vector, std::array, maps from std::string, std::unique_ptr, described structs and enums,
// json::raw and json::object for what has no shape, and types with functions of their own
// (lambent/json/conversion.hpp). An error names the place: "$.lines[2].count: expected an integer,
// found a string \"x\"".
#pragma once

#include <lambent/codec.hpp>
#include <lambent/json/conversion.hpp>
#include <lambent/json/describe.hpp>
#include <lambent/json/enumeration.hpp>
#include <lambent/json/reader.hpp>
#include <lambent/json/value.hpp>
#include <lambent/json/writer.hpp>
#include <lambent/result.hpp>

#include <concepts>
#include <string>
#include <string_view>

namespace lambent::json {

/// `text`, all of it, as a T. The failure's message begins with the JSON path of what was wrong;
/// its type is empty, so that in a handler it becomes Runtime.UnmarshalError.
template <decodable T>
[[nodiscard]] result<T> parse(std::string_view text) {
  reader in(text);
  T value{};
  if (decode(in, value) && in.finish()) return value;
  return failure{"", in.problem()};
}

/// `value` as JSON, without blanks.
template <encodable T>
[[nodiscard]] std::string print(const T& value) {
  std::string text;
  writer out(text);
  encode(out, value);
  return text;
}

template <class T>
result<T> raw::as() const {
  return parse<T>(text_);
}

template <class T>
result<T> object::get(std::string_view name) const {
  if (const raw* const found = find(name)) return found->as<T>();
  return failure{"", "$: the member \"" + std::string(name) + "\" is missing"};
}

namespace detail {

// Text is an event or a reply as it is, not as a JSON string.
template <class T>
concept plain_text = std::convertible_to<const T&, std::string_view>;

}  // namespace detail
}  // namespace lambent::json

namespace lambent {

template <class T>
  requires((json::decodable<T> || json::encodable<T>) && !json::detail::plain_text<T>)
struct codec<T> {
  static result<T> decode(std::string_view text)
    requires json::decodable<T>
  {
    return json::parse<T>(text);
  }

  static std::string encode(const T& value)
    requires json::encodable<T>
  {
    return json::print(value);
  }
};

}  // namespace lambent
