// What every benchmark says beside its figures: the machine, and how far it has come.
#pragma once

#include <string>

namespace lambent::bench {

struct machine {
  std::string cpu;
  long cpus = 0;
  std::string kernel;
  std::string cgroup;  // "v1" or "v2".

  // As one line for people, and as one JSON object.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] std::string json() const;
};

[[nodiscard]] machine this_machine();

// How many threads have wanted a CPU in the last minute.
[[nodiscard]] double load_average();

// Empty when it cannot be read.
[[nodiscard]] std::string read_file(const std::string& path);

// One changing line on a terminal; nothing anywhere else.
void progress(const std::string& text);

}  // namespace lambent::bench
