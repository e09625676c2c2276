// How a debugger gets to a program that waits stopped at its first instruction.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>

#include "base/process.hpp"

namespace lambent::cli::watch {

struct way_to_attach {
  std::string command;          // To be typed in another terminal.
  std::optional<child> server;  // gdbserver, when it is installed; ends with the program.
};

// `process` as the host numbers it; `program` is the file it runs, as the host names it.
[[nodiscard]] way_to_attach attach(pid_t process, const std::filesystem::path& program);

[[nodiscard]] bool has_ended(child& server);

}  // namespace lambent::cli::watch
