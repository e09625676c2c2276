#include "engine/environment/resident_peak.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "base/fd.hpp"

namespace lambent::environment {

std::uint64_t parse_resident_peak(std::string_view status) {
  constexpr std::string_view name = "\nVmHWM:";
  const std::size_t at = status.find(name);
  if (at == std::string_view::npos) return 0;
  status.remove_prefix(at + name.size());
  status.remove_prefix(std::min(status.find_first_not_of(" \t"), status.size()));
  std::uint64_t kilobytes = 0;
  std::from_chars(status.data(), status.data() + status.size(), kilobytes);
  return kilobytes << 10;
}

std::uint64_t resident_peak_of(pid_t process) {
  const fd file(
      ::open(("/proc/" + std::to_string(process) + "/status").c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return 0;
  std::array<char, 4096> text{};
  const ssize_t size = ::read(file.get(), text.data(), text.size());
  return size > 0 ? parse_resident_peak({text.data(), static_cast<std::size_t>(size)}) : 0;
}

}  // namespace lambent::environment
