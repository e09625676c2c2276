// The most memory that a process has had resident, its program's file included: what control groups
// do not count of an interpreter, because its pages are everybody's.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string_view>

namespace lambent::environment {

// VmHWM in the text of /proc/PID/status, in bytes; 0 where there is none. proc_pid_status(5).
[[nodiscard]] std::uint64_t parse_resident_peak(std::string_view status);

// Of a process as this one's /proc numbers it; 0 once it has ended.
[[nodiscard]] std::uint64_t resident_peak_of(pid_t process);

}  // namespace lambent::environment
