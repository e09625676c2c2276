// The published study's function: as many digits of pi as the event asks for.
#include <lambent/lambent.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "event.hpp"
#include "reply.hpp"

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

answer handle(std::string_view event, const lambent::context& context) {
  const auto asked = pi::read_event(event);
  if (const auto* bad = std::get_if<pi::bad_event>(&asked)) {
    return {.text = {}, .why = lambent::failure{"InvalidEvent", bad->message}};
  }
  return {.text = pi::reply(context.request_id, std::get<unsigned>(asked)), .why = std::nullopt};
}

}  // namespace

int main() { return lambent::run(handle); }
