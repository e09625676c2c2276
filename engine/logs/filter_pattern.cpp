#include "engine/logs/filter_pattern.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "engine/logs/json_selector.hpp"

namespace lambent::logs {
namespace {

constexpr std::string_view spaces = " \t\n\r";

bool is_space(char c) { return spaces.contains(c); }

// Characters that a term may hold without quotes: words, in any script.
bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// A quoted phrase at the front of `text`, which it takes away; `\"` stands for a quote.
result<std::string> take_phrase(std::string_view& text) {
  std::string phrase;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) {
      phrase.push_back(text[++i]);
    } else if (text[i] == '"') {
      text.remove_prefix(i + 1);
      return phrase;
    } else {
      phrase.push_back(text[i]);
    }
  }
  return fail("Invalid filter pattern: a quotation mark is not closed");
}

result<std::string> take_word(std::string_view& text) {
  const auto end = std::find_if(text.begin(), text.end(), is_space);
  std::string word(text.begin(), end);
  text.remove_prefix(word.size());
  if (word.empty() || !std::all_of(word.begin(), word.end(), is_word))
    return fail("Invalid character(s) in term '" + word + "'");
  return word;
}

bool contains(std::string_view message, const std::string& term) {
  return message.find(term) != std::string_view::npos;
}

}  // namespace

filter_pattern::filter_pattern() = default;
filter_pattern::filter_pattern(filter_pattern&&) noexcept = default;
filter_pattern& filter_pattern::operator=(filter_pattern&&) noexcept = default;
filter_pattern::~filter_pattern() = default;

result<filter_pattern> filter_pattern::parse(std::string_view text) {
  filter_pattern p;
  text = trimmed(text, spaces);
  if (text.starts_with('{')) {
    p.selector_ = std::make_unique<json_selector>(TRY(json_selector::parse(text)));
    return p;
  }
  if (text.starts_with('['))
    return fail("Space-delimited filter patterns ([...]) are not supported by this engine");
  if (text.starts_with('%'))
    return fail("Regular expressions (%...%) in filter patterns are not supported by this engine");
  for (; !text.empty(); text = trimmed(text, spaces)) {
    auto* to = &p.all_;
    if (text.front() == '-' || text.front() == '?') {
      to = text.front() == '-' ? &p.none_ : &p.any_;
      text.remove_prefix(1);
    }
    to->push_back(text.starts_with('"') ? TRY(take_phrase(text)) : TRY(take_word(text)));
  }
  // As in CloudWatch Logs: beside terms that must or must not appear, optional ones say nothing.
  if (!p.all_.empty() || !p.none_.empty()) p.any_.clear();
  return p;
}

bool filter_pattern::matches_everything() const {
  return !selector_ && all_.empty() && none_.empty() && any_.empty();
}

bool filter_pattern::matches(std::string_view message) const {
  if (selector_) return selector_->matches(message);
  const auto appears = [&](const std::string& term) { return contains(message, term); };
  return std::all_of(all_.begin(), all_.end(), appears) &&
         std::none_of(none_.begin(), none_.end(), appears) &&
         (any_.empty() || std::any_of(any_.begin(), any_.end(), appears));
}

}  // namespace lambent::logs
