#include "engine/environment/emulator.hpp"

#include "base/architecture.hpp"
#include "base/process.hpp"

namespace lambent::environment {

std::string emulator_name() {
  return "qemu-" + std::string(other_architecture.processor) + "-static";
}

std::string find_emulator() { return find_program(emulator_name()); }

bool needs_emulator(std::string_view architecture) {
  return architecture == other_architecture.name;
}

}  // namespace lambent::environment
