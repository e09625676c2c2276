// From an address to words: the program or library it lies in, the address there, the function.
// Works in a signal handler: it opens and maps files and allocates nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lambent {

// Where an address is. The views live as long as the `symbols` they come from, or until its next
// find().
struct code_place {
  std::string_view module;    // "bootstrap"; empty when the address is in no module.
  std::uint64_t address = 0;  // What addr2line takes: as the module's file counts it.
  std::string_view function;  // Mangled; empty without a symbol table.
};

class symbols {
public:
  symbols() = default;
  ~symbols() { close(); }
  symbols(const symbols&) = delete;
  symbols& operator=(const symbols&) = delete;

  [[nodiscard]] code_place find(std::uintptr_t address) noexcept;

private:
  void open(const char* path) noexcept;
  void close() noexcept;

  char program_[256] = {};
  const char* opened_ = nullptr;  // The path whose bytes are mapped; compared by address.
  void* mapped_ = nullptr;
  std::size_t mapped_bytes_ = 0;
};

// Gives `name` to `put` in readable pieces, or as it is: where it is not a mangled one, is too
// long, or the C++ library does not do it without allocating, as libstdc++ in a static program
// does.
void demangle_to(std::string_view name, void (*put)(const char*, std::size_t, void*), void* with);

}  // namespace lambent
