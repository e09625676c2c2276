#include "sandbox/cgroups/memory_watch.hpp"

#include <dirent.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <string>

#include "sandbox/root/files.hpp"

namespace lambent::sandbox {

namespace {

constexpr std::chrono::milliseconds shortest_pause{1};
constexpr std::chrono::milliseconds longest_pause{20};

std::uint64_t kilobytes_after(std::string_view key, std::string_view status) {
  std::size_t at = status.find(key);
  if (at == std::string_view::npos) return 0;
  std::string_view rest = status.substr(at + key.size());
  rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
  std::uint64_t value = 0;
  (void)std::from_chars(rest.data(), rest.data() + rest.size(), value);
  return value;
}

}  // namespace

resident_memory parse_resident_memory(std::string_view status) {
  return {kilobytes_after("\nVmRSS:", status) << 10, kilobytes_after("\nVmHWM:", status) << 10};
}

resident_memory resident_memory_of(const std::vector<pid_t>& processes) {
  resident_memory all;
  for (pid_t process : processes) {
    auto status = read_text("/proc/" + std::to_string(process) + "/status");
    if (!status) continue;  // It has ended meanwhile.
    resident_memory one = parse_resident_memory(*status);
    all.now_bytes += one.now_bytes;
    all.peak_bytes = std::max(all.peak_bytes, one.peak_bytes);
  }
  return all;
}

std::vector<pid_t> processes_beside_the_first() {
  std::vector<pid_t> found;
  std::unique_ptr<DIR, int (*)(DIR*)> proc(::opendir("/proc"), ::closedir);
  if (!proc) return found;
  while (dirent* entry = ::readdir(proc.get())) {
    std::string_view name = entry->d_name;
    pid_t process = 0;
    auto [end, problem] = std::from_chars(name.data(), name.data() + name.size(), process);
    bool is_number = problem == std::errc() && end == name.data() + name.size();
    if (is_number && process > 1) found.push_back(process);
  }
  return found;
}

result<fd> make_peak_file() {
  fd file(::memfd_create("memory.peak", MFD_CLOEXEC));
  if (!file) return sys_fail("make a file for the memory's peak");
  if (::pwrite(file.get(), "0\n", 2, 0) != 2) return sys_fail("write the memory's peak");
  return file;
}

void memory_watch::begin(std::uint64_t limit_bytes, time_point now) {
  if (peak_file_ < 0) return;
  running_ = true;
  found_too_much_ = false;
  limit_bytes_ = limit_bytes;
  last_bytes_ = peak_bytes_ = 0;
  pause_ = shortest_pause;
  next_look_ = now + pause_;
}

bool memory_watch::look(const resident_memory& seen, time_point now) {
  pause_ = seen.now_bytes != last_bytes_ ? shortest_pause : std::min(pause_ * 2, longest_pause);
  next_look_ = now + pause_;
  last_bytes_ = seen.now_bytes;
  const std::uint64_t most = std::max(seen.now_bytes, seen.peak_bytes);
  raise_peak(most);
  if (limit_bytes_ == 0 || most <= limit_bytes_ || found_too_much_) return false;
  found_too_much_ = true;
  return true;
}

void memory_watch::end(std::uint64_t peak_bytes) {
  if (!running_) return;
  running_ = false;
  raise_peak(peak_bytes);
}

int memory_watch::milliseconds_to_next_look(time_point now) const {
  if (!running_) return -1;
  auto left = std::chrono::ceil<std::chrono::milliseconds>(next_look_ - now);
  return static_cast<int>(std::max(left, std::chrono::milliseconds(0)).count());
}

void memory_watch::raise_peak(std::uint64_t bytes) {
  if (bytes <= peak_bytes_) return;
  peak_bytes_ = bytes;
  std::array<char, 24> text{};
  char* end = std::to_chars(text.data(), text.data() + text.size() - 1, bytes).ptr;
  *end++ = '\n';
  (void)!::pwrite(peak_file_, text.data(), static_cast<std::size_t>(end - text.data()), 0);
}

}  // namespace lambent::sandbox
