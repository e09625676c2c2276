// Which invocations of functions that are built on this machine have to wait for a build, and when
// they have waited enough. Values in, values out; who holds the callers is not its business.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/environment/lifecycle/lifecycle.hpp"
#include "engine/invoke/dispatcher.hpp"
#include "engine/model/function.hpp"

namespace lambent::environment {

// Of one function. The account's concurrency: more could not run at a time either.
inline constexpr std::size_t waiting_calls_max = model::limits::account_concurrency;

class local_gate {
public:
  enum class verdict : std::uint8_t {
    pass,    // Its code is there.
    wait,    // It is kept here until changed() gives it back.
    broken,  // To be answered with `build_error`.
    full,    // Too many wait.
  };
  [[nodiscard]] verdict arrived(invoke::invocation_id call, const model::function& function);
  // What waited and need not wait any longer, oldest first; nullptr is a function that has gone.
  [[nodiscard]] std::vector<invoke::invocation_id> changed(const std::string& function_key,
                                                           const model::function* now);
  // All that waits.
  [[nodiscard]] std::vector<invoke::invocation_id> close();

private:
  std::unordered_map<std::string, std::vector<invoke::invocation_id>> waiting_;
};

// The answer to an invocation of a function whose build failed.
[[nodiscard]] outcome build_error(const model::function& function);

}  // namespace lambent::environment
