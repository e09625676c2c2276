// The system calls a function may not make. A list of refusals, not of permissions: functions are
// arbitrary programs, and what Lambda lets them do must work. Refusals answer EPERM.
#pragma once

#include <linux/filter.h>

#include <vector>

#include "base/error.hpp"

namespace lambent::sandbox {

class syscall_filter {
public:
  // Once, when the program starts: libseccomp needs milliseconds for it.
  [[nodiscard]] static result<syscall_filter> compile();

  // For the calling process and all it starts; no_new_privs must be set already.
  [[nodiscard]] result<> load() const;

  [[nodiscard]] std::size_t instructions() const { return program_.size(); }

private:
  std::vector<sock_filter> program_;
};

}  // namespace lambent::sandbox
