// The command line by which a function of a managed runtime starts, as the bootstrap of AWS's own
// runtimes puts it together. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/managed/runtime.hpp"

namespace lambent::managed {

struct launch {
  std::string program;  // Inside.
  std::vector<std::string> arguments;
};

// `wrapper`: the value of AWS_LAMBDA_EXEC_WRAPPER, which is started instead and given everything as
// its arguments; empty: none. https://docs.aws.amazon.com/lambda/latest/dg/runtimes-modify.html
[[nodiscard]] launch launch_of(const runtime& wanted, std::uint32_t memory_mb,
                               const std::string& wrapper);

}  // namespace lambent::managed
