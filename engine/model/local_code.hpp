// What a function has beside AWS's members when its code is built on this machine (`lambent
// watch`): how its build stands, and how its program runs. Values only.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace lambent::model {

enum class local_stage : std::uint8_t {
  awaited,  // A build decides: invocations wait for it.
  ready,    // The code directory has the code.
  broken,   // The build failed: invocations are answered with its error.
};

enum class program_owner : std::uint8_t {
  engine,    // A sandbox starts and ends the program.
  debugger,  // The same, but it is left stopped before its first instruction.
  outside,   // Somebody starts it by hand, and it asks for events at an address of this host.
};

struct build_stage {
  local_stage stage = local_stage::awaited;
  std::string error_type;  // When broken: "Build.Failed", and what the compiler said.
  std::string error_message;

  friend bool operator==(const build_stage&, const build_stage&) = default;
};

struct local_code {
  build_stage build;
  program_owner owner = program_owner::engine;
  bool unlimited_memory = false;  // Sanitizers need several times what the function does.
  // Stronger than all other variables, Lambda's own included.
  std::map<std::string, std::string> environment;

  // A person looks at the program: one environment, which nothing ends, and no deadlines.
  [[nodiscard]] bool inspected() const { return owner != program_owner::engine; }

  friend bool operator==(const local_code&, const local_code&) = default;
};

}  // namespace lambent::model
