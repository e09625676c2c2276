// What the caller asks for: reads {"digits": 10000} out of the event, or says in a sentence why
// not. JSON's whole grammar, other members skipped, the last of several "digits" counts. Builds no
// tree, and takes bytes beyond ASCII as they are. Knows nothing of the runtime.
#pragma once

#include <string>
#include <string_view>
#include <variant>

namespace pi {

inline constexpr unsigned digits_max = 1'000'000;

/// Why an event was turned down: one sentence for the caller.
struct bad_event {
  std::string message;
};

/// The number of digits, 1 to digits_max, from a number (10000) or a string ("10000", "10_000").
[[nodiscard]] std::variant<unsigned, bad_event> read_event(std::string_view event);

}  // namespace pi
