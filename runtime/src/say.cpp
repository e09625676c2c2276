#include "say.hpp"

#include <unistd.h>

#include <string>

namespace lambent::detail {

// One write per line, so that lines of several threads do not mix.
void say(std::initializer_list<std::string_view> parts) {
  std::string line = "lambent: ";
  for (const std::string_view part : parts) line += part;
  line += '\n';
  const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
  (void)written;  // There is nobody else to tell.
}

}  // namespace lambent::detail
