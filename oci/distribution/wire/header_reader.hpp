// A header's value from left to right: tokens and quoted strings of RFC 9110, 5.6. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lambent::oci::distribution {

class header_reader {
public:
  explicit header_reader(std::string_view value) : rest_(value) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  void skip_spaces();
  // Takes `c` off when it stands next.
  bool take(char c);
  // Empty when no token stands next.
  std::string_view take_token();
  // Up to the next `end`, which is taken off, too; nothing when there is none.
  std::optional<std::string_view> take_until(char end);
  // A quoted string without its quotes, or a token with what Base64 and URLs have beside its
  // letters; nothing when a quote is not closed.
  std::optional<std::string> take_value();
  // `name = value` with spaces allowed around the sign; nothing is taken when that is not what
  // stands next. The name is in lower case.
  std::optional<std::pair<std::string, std::string>> take_parameter();

private:
  std::string_view rest_;
};

}  // namespace lambent::oci::distribution
