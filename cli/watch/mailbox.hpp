// What other threads tell the thread that watches. It is the engine's observer, too: what the loop
// has to say goes in here, and the loop never waits.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <variant>
#include <vector>

#include "base/error.hpp"
#include "base/fd.hpp"
#include "cli/watch/build/project_build.hpp"
#include "cli/watch/inputs/build_inputs.hpp"
#include "engine/environment/local_observer.hpp"

namespace lambent::cli::watch {

struct call_waits {
  std::string function;
};
// At its first instruction, for a debugger.
struct program_stopped {
  std::string function;
  std::string code_dir;
  pid_t process = 0;
};
struct build_ended {
  build_outcome outcome;
  std::chrono::steady_clock::duration took{};
};
struct inputs_read {
  result<build_inputs> inputs;
  std::filesystem::file_time_type build_began;
};
// The engine has taken one function's new code.
struct function_deployed {
  std::uint64_t swap = 0;  // Which one it belongs to; 0: none.
  time_point at;
  std::string problem;  // Empty: none.
};
struct end_now {};

using letter =
    std::variant<call_waits, program_stopped, build_ended, inputs_read, function_deployed, end_now>;

class mailbox final : public environment::local_observer {
public:
  mailbox();

  void post(letter&& one);
  [[nodiscard]] std::vector<letter> take();
  // Readable while there is something to take.
  [[nodiscard]] int descriptor() const { return bell_.get(); }

  void on_waiting_call(const model::function& function) override;
  void on_stopped_program(const model::function& function, pid_t process) override;

private:
  fd bell_;
  std::mutex guard_;
  std::vector<letter> letters_;
};

}  // namespace lambent::cli::watch
