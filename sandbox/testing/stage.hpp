// What the sandbox tests share: the program started and configured, one sandbox at hand, the probe
// as its code. `stage_main` runs the tests as root or as an ordinary user, and tells ctest (77)
// when the machine could not do what the test needs.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "sandbox/testing/driver.hpp"

namespace lambent::sandbox::testing {

inline constexpr std::uint64_t megabyte = 1024 * 1024;

// Where the programs under test are; every user may execute them.
[[nodiscard]] const std::string& sandbox_program();
[[nodiscard]] const std::string& probe_program();
// The probe for the other architecture; empty where no compiler for that was found.
[[nodiscard]] const std::string& foreign_probe_program();

void skip(const std::string& why);

class stage {
public:
  explicit stage(isolation mode = isolation::full);

  // Whether this machine lets the tests of `mode` run at all; says so when not.
  [[nodiscard]] bool open(network reach = network::none);

  [[nodiscard]] held prepare_sandbox(std::uint64_t id = 1);
  [[nodiscard]] start probe(std::vector<std::string> arguments, std::uint64_t id = 1) const;
  // Starts a program; the next reply has to be `started`.
  void start_program(const start& what);
  // Starts the probe, waits for its end, gives its output.
  std::string try_out(const held& in, std::vector<std::string> arguments, std::uint64_t id = 1);
  exited wait_for_end();
  void reset_sandbox(std::uint64_t id = 1);
  void destroy_sandbox(std::uint64_t id = 1);
  // Output up to a line that is exactly `line`.
  static std::string read_until(const held& in, const std::string& line);

  std::string emulator;  // Told to the program by `open`.
  driver engine;
  ready greeting;
  scratch_dir code;

private:
  isolation mode_;
};

int stage_main(int argc, char** argv);

// The program's system status of one name per line, as the probe prints it.
[[nodiscard]] std::string lines(std::size_t count, const std::string& line);

}  // namespace lambent::sandbox::testing

// Ends the test by name when the machine cannot do what it needs.
#define NEEDS(condition, why)                 \
  do {                                        \
    if (!(condition)) {                       \
      ::lambent::sandbox::testing::skip(why); \
      return;                                 \
    }                                         \
  } while (false)
