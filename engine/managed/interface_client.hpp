// The runtime interface client in the directory that a sandbox shows as /var/runtime: AWS's, or the
// one that the program carries.
#pragma once

#include <filesystem>
#include <string>

#include "base/error.hpp"
#include "engine/managed/client_choice.hpp"
#include "engine/managed/interpreter.hpp"

namespace lambent::managed {

struct placed_client {
  bool is_aws = false;
  std::string what;  // "AWS's awslambdaric 4.2.2 (/usr/lib/…)".
  // Why AWS's does not serve although it is installed; else empty.
  std::string remark;
};

// Fills `dir` anew. `program`: by which the interpreter was found in PATH; that of a virtual
// environment finds the packages of its own. Runs the interpreter a few times.
[[nodiscard]] result<placed_client> place_client(const std::filesystem::path& dir,
                                                 const interpreter& what,
                                                 const std::string& program, const runtime& wanted,
                                                 client_choice choice);

}  // namespace lambent::managed
