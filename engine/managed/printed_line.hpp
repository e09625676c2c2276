// What interpreters print is read line by line.
#pragma once

#include <algorithm>
#include <string_view>

namespace lambent::managed {

// The first line, without its end, which is taken off `text`; the last one may lack an end.
inline std::string_view next_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

}  // namespace lambent::managed
