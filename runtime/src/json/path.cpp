// Where a byte of a JSON text lies, told as a path. Only errors ask, so reading keeps no path.
#include <lambent/json/reader.hpp>

#include <charconv>
#include <vector>

namespace lambent::json {

namespace {

// A path is for people; beyond this it tells nobody more.
constexpr std::size_t name_bytes_max = 64;

bool is_identifier(std::string_view name) noexcept {
  if (name.empty() || (name.front() >= '0' && name.front() <= '9')) return false;
  for (const char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!letter && !(c >= '0' && c <= '9') && c != '_') return false;
  }
  return true;
}

struct level {
  bool is_array = false;
  std::size_t index = 0;
  std::string_view name = {};  // As it stands in the text, without the quotes.
};

std::string written(const std::vector<level>& levels) {
  std::string path = "$";
  for (const level& l : levels) {
    if (l.is_array) {
      char digits[20];
      path += '[';
      path.append(digits, std::to_chars(digits, digits + sizeof digits, l.index).ptr);
      path += ']';
    } else if (is_identifier(l.name) && l.name.size() <= name_bytes_max) {
      path += '.';
      path += l.name;
    } else {
      path += "['";
      path += l.name.substr(0, name_bytes_max);
      if (l.name.size() > name_bytes_max) path += "…";
      path += "']";
    }
  }
  return path;
}

}  // namespace

std::string path_at(std::string_view text, std::size_t offset) {
  std::vector<level> levels;
  std::string_view last_string;
  for (std::size_t i = 0; i < text.size() && i < offset; ++i) {
    switch (text[i]) {
      case '"': {
        const std::size_t begin = i + 1;
        for (++i; i < text.size() && text[i] != '"'; ++i) {
          if (text[i] == '\\') ++i;
        }
        if (i >= offset) return written(levels);
        last_string = text.substr(begin, i - begin);
        break;
      }
      case ':':
        if (!levels.empty()) levels.back().name = last_string;
        break;
      case '{':
      case '[':
        levels.push_back({.is_array = text[i] == '['});
        break;
      case '}':
      case ']':
        if (!levels.empty()) levels.pop_back();
        break;
      case ',':
        if (levels.empty()) break;
        ++levels.back().index;
        levels.back().name = {};
        break;
      default:
        break;
    }
  }
  // In an object before a name: the object itself is meant.
  if (!levels.empty() && !levels.back().is_array && levels.back().name.empty()) levels.pop_back();
  return written(levels);
}

}  // namespace lambent::json
