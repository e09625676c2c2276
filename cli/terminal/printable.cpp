#include "cli/terminal/printable.hpp"

#include "base/utf8.hpp"

namespace lambent::cli {
namespace {

// Of a character that is UTF-8. C1 is U+0080 to U+009F.
bool is_control(std::string_view character) {
  const auto first = static_cast<unsigned char>(character.front());
  if (character.size() == 1) return first < 0x20 || first == 0x7F;
  return character.size() == 2 && first == 0xC2 && static_cast<unsigned char>(character[1]) < 0xA0;
}

void add_escaped(std::string_view bytes, std::string& to) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (const char each : bytes) {
    const auto byte = static_cast<unsigned char>(each);
    to += "\\x";
    to += digits[byte / 16];
    to += digits[byte % 16];
  }
}

}  // namespace

std::string printable(std::string_view text, line_ends ends) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t bytes = utf8_character_bytes(text);
    const std::string_view one = text.substr(0, bytes == 0 ? 1 : bytes);
    text.remove_prefix(one.size());
    const bool stays = one == "\t" || (one == "\n" && ends == line_ends::stay);
    if (bytes != 0 && (stays || !is_control(one)))
      out += one;
    else if (one == "\n")
      out += "\\n";
    else
      add_escaped(one, out);
  }
  return out;
}

}  // namespace lambent::cli
