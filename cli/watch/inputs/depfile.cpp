#include "cli/watch/inputs/depfile.hpp"

#include <unordered_set>
#include <utility>

namespace lambent::cli::watch {
namespace {

// Takes the first line off; without its line break.
std::string_view take_line(std::string_view& rest) {
  std::size_t end = rest.find('\n');
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

std::vector<std::string> parse_ninja_deps(std::string_view text) {
  constexpr std::string_view indent = "    ";
  std::vector<std::string> out;
  std::unordered_set<std::string_view> seen;
  while (!text.empty()) {
    std::string_view line = take_line(text);
    if (!line.starts_with(indent)) continue;
    line.remove_prefix(indent.size());
    if (!line.empty() && seen.insert(line).second) out.emplace_back(line);
  }
  return out;
}

std::vector<std::string> parse_lines(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty())
    if (std::string_view line = take_line(text); !line.empty()) out.emplace_back(line);
  return out;
}

std::vector<std::string> parse_depfile(std::string_view text) {
  std::vector<std::string> out;
  std::string word;
  bool behind_colon = false;
  auto end_word = [&] {
    if (word.empty()) return;
    if (behind_colon) {
      out.push_back(std::exchange(word, {}));
    } else {
      behind_colon = word.ends_with(':');
      word.clear();
    }
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (c == '\\' && (next == ' ' || next == '#' || next == '\\')) {
      word += next;
      ++i;
    } else if (c == '\\' && (next == '\n' || next == '\r')) {
      end_word();
      ++i;
      if (next == '\r' && text.substr(i + 1).starts_with('\n')) ++i;
    } else if (c == '$' && next == '$') {
      word += '$';
      ++i;
    } else if (c == ' ' || c == '\t' || c == '\r') {
      end_word();
    } else if (c == '\n') {
      end_word();
      // Rules without prerequisites follow where the compiler was asked for phony targets.
      if (behind_colon && !out.empty()) behind_colon = false;
    } else {
      word += c;
    }
  }
  end_word();
  return out;
}

}  // namespace lambent::cli::watch
