#include "cli/watch/build/diagnostics.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace lambent::cli::watch {
namespace {

constexpr char escape = '\x1b';

std::string_view take_line(std::string_view& rest) {
  std::size_t end = rest.find('\n');
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line;
}

// "[3/7] Building …" of ninja, "[ 42%] Building …" of make.
bool is_progress(std::string_view line) {
  if (!line.starts_with('[')) return false;
  std::size_t close = line.find(']');
  return close != std::string_view::npos && close > 1 &&
         std::ranges::all_of(line.substr(1, close - 1), [](unsigned char c) {
           return std::isdigit(c) != 0 || c == '/' || c == '%' || c == ' ';
         });
}

// Why there was nothing to compile: nobody else says it.
bool is_tools_error(std::string_view line) {
  return line.starts_with("ninja: error: ") || line.starts_with("ninja: fatal: ") ||
         line.contains("*** No rule to make target ");
}

bool is_tools_own(std::string_view line) {
  constexpr std::array beginnings = {std::string_view("ninja: "), std::string_view("make: "),
                                     std::string_view("make["), std::string_view("gmake: "),
                                     std::string_view("gmake[")};
  if (is_tools_error(line)) return false;
  return is_progress(line) || std::ranges::any_of(beginnings, [line](std::string_view beginning) {
           return line.starts_with(beginning);
         });
}

std::string replaced(std::string text, std::string_view from) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at))
    text.erase(at, from.size());
  return text;
}

}  // namespace

std::string without_colours(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != escape) {
      out += text[i];
      continue;
    }
    if (i + 1 < text.size() && text[i + 1] == '[') {
      // Up to its final byte: ECMA-48, 5.4.
      i += 2;
      while (i < text.size() && (text[i] < '@' || text[i] > '~')) ++i;
    } else if (i + 1 < text.size() && text[i + 1] == ']') {
      // Up to BEL or ESC \, as links have it.
      i += 2;
      while (i < text.size() && text[i] != '\a' && text[i] != escape) ++i;
      if (i < text.size() && text[i] == escape) ++i;
    }
  }
  return out;
}

std::string compiler_messages(std::string_view output, std::string_view project) {
  std::string out;
  while (!output.empty()) {
    std::string_view line = take_line(output);
    std::string plain = without_colours(line);
    if (plain.starts_with("FAILED: ")) {
      (void)take_line(output);  // The command.
    } else if (!is_tools_own(plain)) {
      out.append(line).append("\n");
    }
  }
  std::size_t begin = out.find_first_not_of('\n');
  std::size_t end = out.find_last_not_of('\n');
  if (begin == std::string::npos) return {};
  out = out.substr(begin, end - begin + 1);
  return project.empty() ? out : replaced(std::move(out), std::string(project) + "/");
}

std::string excerpt(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return std::string(text);
  std::size_t end = text.rfind('\n', bytes_max);
  if (end == std::string_view::npos) end = bytes_max;
  auto left_out = std::ranges::count(text.substr(end), '\n');
  return std::string(text.substr(0, end)) + "\n… and " + std::to_string(left_out) + " more lines";
}

}  // namespace lambent::cli::watch
