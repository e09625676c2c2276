// Which external extensions a function has: the files of /opt/extensions, as the host sees them.
#pragma once

#include <string>
#include <vector>

namespace lambent::environment {

// The names of all files but directories in `opt_dir`/extensions, sorted, as Lambda takes them:
// one that is not executable fails to start. No more than one beyond the limit, which is enough to
// exceed it. `opt_dir` may be empty.
[[nodiscard]] std::vector<std::string> extension_files(const std::string& opt_dir);

}  // namespace lambent::environment
