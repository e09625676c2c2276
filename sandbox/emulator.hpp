// Programs of the other architecture, run by an emulator of the user mode (qemu). The first program
// of a sandbox is given to it by name, which works on every kernel; what that starts in turn is
// given to it by the kernel, where that keeps such registrations by user namespace (Linux 6.7).
#pragma once

#include <string>

#include "base/error.hpp"
#include "base/fd.hpp"

namespace lambent::sandbox {

// A program may change the file it runs from, where it has the right: an ordinary user's emulator
// may be his own. So the emulator is shown once more, read-only, and run from there. Gives the path
// of that, in this mount namespace alone, below `run_dir`.
[[nodiscard]] result<std::string> show_read_only(const std::string& emulator,
                                                 const std::string& run_dir);
void hide(const std::string& shown);

// Tells the kernel, for the calling process's user namespace and those in it, to run programs of
// the other architecture by `emulator`, for as long as the descriptor is open. The emulator's file
// is opened now: it need not be seen where it is needed. Must not be called in the host's own user
// namespace, where it would be for everybody.
[[nodiscard]] result<fd> register_with_kernel(const std::string& emulator);

}  // namespace lambent::sandbox
