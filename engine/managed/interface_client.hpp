// The runtime interface client in the directory that a sandbox shows as /var/runtime: AWS's, or the
// one that the program carries.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "engine/managed/aws_client.hpp"
#include "engine/managed/client_choice.hpp"
#include "engine/managed/interpreter.hpp"

namespace lambent::managed {

struct placed_client {
  bool is_aws = false;
  std::string what;  // "AWS's awslambdaric 4.2.2", "the bundled interface client".
  std::string from;  // The directory that AWS's is installed in; else empty.
  // Why AWS's does not serve although it is installed; else empty.
  std::string remark;
};

// AWS's client, where the interpreter that `program` starts finds it. `program` is the one in PATH;
// that of a virtual environment finds the packages of its own. Runs the interpreter.
using found_client = result<std::optional<aws_client>>;
[[nodiscard]] found_client find_aws_client(language in, const std::string& program);

// Fills `dir`, which is new. `found` is what find_aws_client() has said, nothing where the choice
// is `bundled`. Runs the interpreter.
[[nodiscard]] result<placed_client> place_client(const std::filesystem::path& dir,
                                                 const interpreter& what,
                                                 const std::string& program, const runtime& wanted,
                                                 client_choice choice, const found_client& found);

}  // namespace lambent::managed
