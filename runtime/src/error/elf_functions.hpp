// The names of functions in an ELF file's symbol table. The bytes may be anything: what does not
// hold together has no names.
#pragma once

#include <cstdint>
#include <string_view>

namespace lambent {

// The mangled name of the function whose code is at `address`, as the file counts addresses; a view
// into `file`. Empty where the file has no symbol for it, as after `strip`. Looks through the whole
// table; does not allocate.
[[nodiscard]] std::string_view elf_function_at(std::string_view file,
                                               std::uint64_t address) noexcept;

}  // namespace lambent
