// For tests: a built function as a child process, with an environment of the test's and nothing
// else.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace lambent {

class function_process {
public:
  // Starts lambda/<function>/bootstrap of this build, or of the one in LAMBENT_FUNCTIONS_DIR.
  function_process(const std::string& function, std::vector<std::string> environment);

  void signal(int number) const;
  // Until stdout had `text`; false when it ended without.
  bool wait_for_output(const std::string& text);
  // The status of waitpid; fills out and err.
  int wait();

  std::string out;
  std::string err;

private:
  pid_t pid_ = -1;
  int out_ = -1;
  int err_ = -1;
};

}  // namespace lambent
