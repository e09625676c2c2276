#include "media_type.hpp"

#include <lambent/http/fields.hpp>

#include <algorithm>
#include <array>

#include "../json/text.hpp"

namespace lambent::http {

namespace {

using detail::same_letters;

// Text although it is not text/*.
constexpr std::array<std::string_view, 9> textual{
    "application/json",    "application/javascript", "application/ecmascript",
    "application/xml",     "application/yaml",       "application/x-yaml",
    "application/graphql", "application/x-ndjson",   "application/x-www-form-urlencoded"};
constexpr std::array<std::string_view, 3> textual_suffixes{"+json", "+xml", "+yaml"};

bool begins(std::string_view text, std::string_view with) noexcept {
  return text.size() >= with.size() && same_letters(text.substr(0, with.size()), with);
}

bool ends(std::string_view text, std::string_view with) noexcept {
  return text.size() >= with.size() && same_letters(text.substr(text.size() - with.size()), with);
}

}  // namespace

bool is_text_type(std::string_view content_type, std::string_view content_encoding,
                  bool otherwise) noexcept {
  if (!content_encoding.empty() && !same_letters(content_encoding, "identity")) return false;
  std::string_view type = content_type.substr(0, content_type.find(';'));
  while (type.ends_with(' ')) type.remove_suffix(1);
  while (type.starts_with(' ')) type.remove_prefix(1);
  if (type.empty()) return otherwise;
  if (begins(type, "text/")) return true;
  return std::any_of(textual.begin(), textual.end(),
                     [&](std::string_view t) { return same_letters(type, t); }) ||
         std::any_of(textual_suffixes.begin(), textual_suffixes.end(),
                     [&](std::string_view suffix) { return ends(type, suffix); });
}

bool is_utf8(std::string_view text) noexcept {
  while (true) {
    text.remove_prefix(json_text::plain_prefix(text));
    if (text.empty()) return true;
    const std::size_t length = json_text::utf8_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
}

}  // namespace lambent::http
