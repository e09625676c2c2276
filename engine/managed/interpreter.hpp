// An interpreter that is installed on this machine: what it says of itself, and what of it a
// sandbox has to show.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "engine/managed/runtime.hpp"

namespace lambent::managed {

struct interpreter {
  language in = language::nodejs;
  std::string version;  // "20.20.2"
  std::string program;  // Absolute, and neither a link nor a shim's.
  // Of Python: the directory of its standard library, and libpython where it is a file of its own.
  std::string library_dir, shared_library;
  bool operator==(const interpreter&) const = default;
};

// Where the interpreter is inside, as on Lambda: "/var/lang/bin/node".
[[nodiscard]] std::string_view program_inside(language in);

// The arguments that make an interpreter print what read_probe() reads. A shim prints what the
// interpreter behind it would.
[[nodiscard]] std::vector<std::string> probe_arguments(language in);
[[nodiscard]] result<interpreter> read_probe(language in, std::string_view printed);

// How an interpreter appears at /var/lang.
struct lang_plan {
  // Relative to /var/lang; the values are what links lead to. Directories, and files and
  // directories on which something is shown, have to be there before.
  std::map<std::string, std::string> links;
  std::vector<std::string> mount_files, mount_dirs;
  // Host paths by places inside. What every sandbox shows anyway, /usr, is not among them.
  std::map<std::string, std::string> shown;
};
[[nodiscard]] lang_plan plan_lang(const interpreter& what);

}  // namespace lambent::managed
