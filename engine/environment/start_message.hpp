// What the sandbox is told to start a function's program, and what its refusal means in Lambda's
// words. Values in, values out.
#pragma once

#include <optional>
#include <string_view>

#include "engine/environment/lifecycle/exit_text.hpp"
#include "engine/managed/interpreters.hpp"
#include "engine/model/function.hpp"
#include "sandbox/protocol.hpp"

namespace lambent::environment {

struct start_facts {
  sandbox::sandbox_id id{};
  std::string_view log_stream;
  std::string_view runtime_api;    // host:port.
  std::uint32_t cpu_permille = 0;  // Of one CPU; 0: unlimited.
  // What a function of a managed runtime runs on; nothing: this machine has nothing for it.
  std::optional<managed::installation> interpreter{};
};

/// Thousandths of a CPU that come with the memory size; and those of the init phase, never less.
[[nodiscard]] std::uint32_t cpu_share_permille(const model::function& function);
[[nodiscard]] std::uint32_t init_cpu_permille(const model::function& function);

[[nodiscard]] sandbox::start start_message(const model::function& function,
                                           const start_facts& facts);

[[nodiscard]] exit_report start_failure(const model::function& function,
                                        const sandbox::failed& what);

}  // namespace lambent::environment
