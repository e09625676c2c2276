#include "cli/serve.hpp"

#include <cstdlib>

namespace lambent::cli {

std::string default_data_dir() {
  const char* data = std::getenv("XDG_DATA_HOME");
  // The XDG base directory specification: a relative path is to be ignored.
  if (data != nullptr && *data == '/') return std::string(data) + "/lambent";
  const char* home = std::getenv("HOME");
  return (home != nullptr && *home != '\0' ? std::string(home) : std::string(".")) +
         "/.local/share/lambent";
}

exit_code serve(const serve_options& options) {
  return report({"serve on " + options.host + ":" + std::to_string(options.port) +
                     ": not built in this configuration",
                 0,
                 {}},
                exit_code::failed);
}

}  // namespace lambent::cli
