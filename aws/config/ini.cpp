#include "aws/config/ini.hpp"

#include <algorithm>

#include "base/ascii.hpp"

namespace lambent::aws {
namespace {

constexpr std::string_view spaces = " \t\r\f\v";

bool is_space(char c) { return spaces.contains(c); }

class parser {
public:
  result<> line(std::string_view text) {
    ++number_;
    std::string_view inner = trimmed(text, spaces);
    if (inner.empty() || inner.starts_with('#') || inner.starts_with(';')) return {};
    std::size_t indent = text.find_first_not_of(spaces);
    if (!last_key_.empty() && indent > key_indent_) return continuation(inner);
    key_indent_ = indent;
    if (inner.starts_with('[')) return section(inner);
    if (sections_.empty()) return wrong("it stands before the first [section]");
    return property(inner);
  }

  std::vector<ini_section> take() { return std::move(sections_); }

private:
  [[nodiscard]] std::unexpected<error> wrong(std::string_view why) const {
    return fail("line " + std::to_string(number_) + ": " + std::string(why));
  }

  result<> section(std::string_view text) {
    std::size_t end = text.find(']');
    if (end == std::string_view::npos) return wrong("a section's ']' is missing");
    std::string_view rest = trimmed(text.substr(end + 1), spaces);
    if (!rest.empty() && !rest.starts_with('#') && !rest.starts_with(';'))
      return wrong("there is more after the section's ']'");
    sections_.push_back({.name = std::string(trimmed(text.substr(1, end - 1), spaces))});
    last_key_.clear();
    return {};
  }

  result<> property(std::string_view text) {
    std::size_t delimiter = text.find_first_of("=:");
    if (delimiter == std::string_view::npos) return wrong("it is not key = value");
    last_key_ = lower_case(std::string(trimmed(text.substr(0, delimiter), spaces)));
    if (last_key_.empty())
      return wrong("it has no key before '" + std::string(1, text[delimiter]) + "'");
    sections_.back().values[last_key_] = trimmed(text.substr(delimiter + 1), spaces);
    sections_.back().nested.erase(last_key_);
    return {};
  }

  result<> continuation(std::string_view text) {
    std::string& value = sections_.back().values[last_key_];
    if (!value.empty()) {
      value.append("\n").append(text);
      return {};
    }
    std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) return wrong("it is not key = value");
    std::string key = lower_case(std::string(trimmed(text.substr(0, equals), spaces)));
    sections_.back().nested[last_key_][key] = trimmed(text.substr(equals + 1), spaces);
    return {};
  }

  std::vector<ini_section> sections_;
  std::string last_key_;        // Of this section; empty at its begin.
  std::size_t key_indent_ = 0;  // Of the line that has it.
  std::size_t number_ = 0;
};

}  // namespace

result<std::vector<ini_section>> parse_ini(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  parser into;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    TRY(into.line(line));
  }
  return into.take();
}

result<std::vector<std::string>> split_words(std::string_view text) {
  std::vector<std::string> words;
  char quote = '\0';
  bool in_word = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (quote == '\0' && (is_space(c) || c == '\n')) {
      in_word = false;
      continue;
    }
    if (!in_word) words.emplace_back();
    in_word = true;
    if (c == quote) {
      quote = '\0';
    } else if (quote == '\0' && (c == '\'' || c == '"')) {
      quote = c;
    } else if (c == '\\' && quote != '\'') {
      if (++i == text.size()) return fail("it ends in a backslash");
      // Between double quotes a backslash only takes the meaning of a quote or another one.
      if (quote == '"' && text[i] != '"' && text[i] != '\\') words.back() += '\\';
      words.back() += text[i];
    } else {
      words.back() += c;
    }
  }
  if (quote != '\0') return fail("a quote is not closed");
  return words;
}

}  // namespace lambent::aws
