// For the tests of events: samples, and JSON compared by meaning.
#pragma once

#include <doctest/doctest.h>
#include <lambent/json.hpp>

#include <initializer_list>
#include <string>
#include <string_view>

namespace lambent::events {

// The bytes of samples/NAME; fails the test when there is no such file.
[[nodiscard]] std::string sample_file(std::string_view name);

// The text of samples/NAME.json.
[[nodiscard]] std::string sample(std::string_view name);

// The same JSON with sorted members, without null members and blanks, numbers in one spelling: two
// texts mean the same when these are equal.
[[nodiscard]] std::string canonical(std::string_view text);

// The text with a member that nobody knows in each object, except in those which are the value of a
// member in `maps`: their members are values of one type.
[[nodiscard]] std::string with_unknown_members(std::string_view text,
                                               std::initializer_list<std::string_view> maps = {});

// Reads `text` as a T and writes it again, canonically; or what was wrong.
template <class T>
std::string round_trip(std::string_view text) {
  const auto parsed = json::parse<T>(text);
  return parsed ? canonical(json::print(*parsed)) : parsed.error().message;
}

// What parsing says of `text`; empty when it is fine.
template <class T>
std::string problem_of(std::string_view text) {
  const auto parsed = json::parse<T>(text);
  return parsed ? "" : parsed.error().message;
}

// The sample as a T; a default one, and a failed test, when it is none.
template <class T>
T parsed_sample(std::string_view name) {
  auto parsed = json::parse<T>(sample(name));
  REQUIRE_MESSAGE(parsed.has_value(), parsed.error().message);
  return *std::move(parsed);
}

// The sample survives a round trip, as it is and with unknown members everywhere.
template <class T>
void check_round_trip(std::string_view name, std::initializer_list<std::string_view> maps = {}) {
  CAPTURE(name);
  const std::string text = sample(name);
  CHECK(round_trip<T>(text) == canonical(text));
  const std::string extended = with_unknown_members(text, maps);
  CHECK(extended.find("memberOfTomorrow") != std::string::npos);
  CHECK(round_trip<T>(extended) == canonical(extended));
}

}  // namespace lambent::events
