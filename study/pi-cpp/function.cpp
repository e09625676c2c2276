#include "function.hpp"

#include <lambent/lambent.hpp>

#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include "event.hpp"
#include "reply.hpp"

namespace pi {
namespace {

// What lambent::run needs of a std::expected, which C++20 does not have.
struct answer {
  std::string text;
  std::optional<lambent::failure> why;

  [[nodiscard]] bool has_value() const { return !why; }
  [[nodiscard]] const lambent::failure& error() const { return *why; }
  std::string& operator*() & { return text; }
  std::string&& operator*() && { return std::move(text); }
};

}  // namespace

int serve(std::string (*first_digits)(unsigned count)) {
  return lambent::run(
      [first_digits](std::string_view event, const lambent::context& context) -> answer {
        const auto asked = read_event(event);
        if (const auto* bad = std::get_if<bad_event>(&asked)) {
          return {.text = {}, .why = lambent::failure{"InvalidEvent", bad->message}};
        }
        return {.text = reply(context.request_id, first_digits(std::get<unsigned>(asked))),
                .why = std::nullopt};
      });
}

}  // namespace pi
