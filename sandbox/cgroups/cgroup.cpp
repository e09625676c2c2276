#include "sandbox/cgroups/cgroup.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace lambent::sandbox {

namespace {

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    std::size_t end = text.find(at);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return parts;
}

template <class T>
std::optional<T> number(std::string_view text) {
  T value = 0;
  auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Field 22 of /proc/PID/stat, counted after the name, which may hold spaces and brackets itself.
std::optional<std::string> start_time(pid_t process) {
  auto text = read_text("/proc/" + std::to_string(process) + "/stat");
  if (!text) return std::nullopt;
  std::size_t name_end = text->rfind(')');
  if (name_end == std::string::npos) return std::nullopt;
  auto after = split(std::string_view(*text).substr(name_end + 1), ' ');
  constexpr std::size_t start_field = 20;
  if (after.size() <= start_field) return std::nullopt;
  return std::string(after[start_field]);
}

std::vector<std::string> directories_in(const std::string& path) {
  std::vector<std::string> names;
  DIR* dir = ::opendir(path.c_str());
  if (dir == nullptr) return names;
  while (dirent* entry = ::readdir(dir)) {
    std::string name = entry->d_name;
    if (entry->d_type == DT_DIR && name != "." && name != "..") names.push_back(std::move(name));
  }
  ::closedir(dir);
  return names;
}

bool is_stale(std::string_view name) {
  auto parts = split(name, '.');
  if (parts.size() != 3 || parts[0] != "lambent") return false;
  auto owner = number<pid_t>(parts[1]);
  return owner && start_time(*owner) != std::string(parts[2]);
}

void remove_stale(const std::string& parent) {
  for (const std::string& child : directories_in(parent)) {
    std::string path = parent;
    path.append("/").append(child);
    if (auto processes = read_text(path + "/cgroup.procs")) {
      for (std::string_view line : split(*processes, '\n')) {
        auto process = number<pid_t>(line);
        if (process && *process > 1) (void)::kill(*process, SIGKILL);
      }
    }
    (void)::rmdir(path.c_str());
  }
  (void)::rmdir(parent.c_str());
}

}  // namespace

std::vector<cgroup_mount> parse_cgroup_mounts(std::string_view mountinfo) {
  std::vector<cgroup_mount> mounts;
  for (std::string_view line : split(mountinfo, '\n')) {
    // "31 23 0:28 ROOT DIRECTORY OPTIONS [TAGS…] - TYPE SOURCE SUPER_OPTIONS"
    auto fields = split(line, ' ');
    auto dash = std::find(fields.begin(), fields.end(), "-");
    if (fields.size() < 6 || fields.end() - dash < 4) continue;
    std::string_view type = dash[1];
    if (type != "cgroup" && type != "cgroup2") continue;
    mounts.push_back(
        {type == "cgroup2", std::string(fields[4]), std::string(fields[3]), std::string(dash[3])});
  }
  return mounts;
}

bool has_controller(const cgroup_mount& mount, std::string_view controller) {
  auto options = split(mount.controllers, ',');
  return std::find(options.begin(), options.end(), controller) != options.end();
}

std::optional<std::string> parse_own_path(std::string_view text, std::string_view controller) {
  for (std::string_view line : split(text, '\n')) {
    std::size_t first = line.find(':');
    if (first == std::string_view::npos) continue;
    std::size_t second = line.find(':', first + 1);
    if (second == std::string_view::npos) continue;
    auto names = split(line.substr(first + 1, second - first - 1), ',');
    bool found = controller.empty()
                     ? names.empty() && line.substr(0, first) == "0"
                     : std::find(names.begin(), names.end(), controller) != names.end();
    if (found) return std::string(line.substr(second + 1));
  }
  return std::nullopt;
}

std::string directory_of(const cgroup_mount& mount, std::string_view own_path) {
  // In a container the mount may show only a part of the hierarchy, below its root.
  if (mount.root != "/" && own_path.starts_with(mount.root)) {
    own_path.remove_prefix(mount.root.size());
  }
  if (own_path == "/") own_path = {};
  return mount.directory + std::string(own_path);
}

std::uint64_t parse_oom_kills(std::string_view events) {
  constexpr std::string_view key = "oom_kill ";
  for (std::string_view line : split(events, '\n')) {
    if (line.starts_with(key)) {
      return number<std::uint64_t>(line.substr(key.size())).value_or(0);
    }
  }
  return 0;
}

cpu_share cpu_share_of(std::uint32_t permille) {
  // Short slices, as on Lambda, keep a small function's pauses short; below 1 ms the kernel
  // refuses.
  constexpr std::uint32_t period_us = 20'000;
  constexpr std::uint32_t long_period_us = 100'000;
  constexpr std::uint32_t quota_us_min = 1'000;
  std::uint32_t period = permille * period_us / 1000 >= quota_us_min ? period_us : long_period_us;
  auto quota = static_cast<std::uint32_t>(std::uint64_t{permille} * period / 1000);
  return {std::max(quota, quota_us_min), period};
}

result<> cgroup_tree::limit_memory_and_processes(cgroup& group, const limits& wanted) {
  if (wanted.memory_bytes != group.applied.memory_bytes) {
    TRY(set_memory(group, wanted.memory_bytes));
    group.applied.memory_bytes = wanted.memory_bytes;
  }
  // Starts a new peak; on v2 from Linux 6.12 on, for everyone who shares this open file.
  if (group.memory_peak) (void)!::pwrite(group.memory_peak.get(), "0", 1, 0);
  if (wanted.processes_max == group.applied.processes_max) return {};
  // One more for the sandbox's own first process.
  std::uint64_t processes = std::uint64_t{wanted.processes_max} + 1;
  (void)group.processes.write(wanted.processes_max == 0 ? "max" : std::to_string(processes));
  group.applied.processes_max = wanted.processes_max;
  return {};
}

void cgroup_tree::limit_cpu(cgroup& group, std::uint32_t permille) {
  if (permille == group.applied.cpu_permille) return;
  group.applied.cpu_permille = permille;
  (void)set_cpu(group, permille);
}

void cgroup_tree::lift_cpu_limit(cgroup& group) {
  if (std::exchange(group.applied.cpu_permille, 0U) != 0) (void)set_cpu(group, 0);
}

void thaw(const cgroup& group) {
  if (group.freeze) (void)!::pwrite(group.freeze.get(), "0", 1, 0);
}

std::uint64_t new_oom_kills(cgroup& group) {
  if (!group.oom_events) return 0;
  std::array<char, 512> text{};
  ssize_t size = ::pread(group.oom_events.get(), text.data(), text.size(), 0);
  if (size <= 0) return 0;
  std::uint64_t kills = parse_oom_kills({text.data(), static_cast<std::size_t>(size)});
  std::uint64_t fresh = kills - std::min(kills, group.oom_kills_seen);
  group.oom_kills_seen = kills;
  return fresh;
}

bool remove_directories(cgroup& group) {
  std::erase_if(group.directories, [](const std::string& path) {
    return ::rmdir(path.c_str()) == 0 || errno == ENOENT;
  });
  return group.directories.empty();
}

std::string parent_name() {
  return "lambent." + std::to_string(::getpid()) + "." + start_time(::getpid()).value_or("0");
}

void remove_stale_parents(const std::string& base) {
  for (const std::string& name : directories_in(base)) {
    std::string path = base;
    if (is_stale(name)) remove_stale(path.append("/").append(name));
  }
}

std::unique_ptr<cgroup_tree> find_cgroups(std::vector<error>& warnings) {
  auto mountinfo = read_text("/proc/self/mountinfo");
  auto own = read_text("/proc/self/cgroup");
  if (mountinfo && own) {
    std::vector<cgroup_mount> mounts = parse_cgroup_mounts(*mountinfo);
    bool any_v1 = std::any_of(mounts.begin(), mounts.end(), [](const cgroup_mount& m) {
      return !m.unified && has_controller(m, "memory");
    });
    if (any_v1) return make_cgroups_v1(mounts, *own, warnings);
    auto unified =
        std::find_if(mounts.begin(), mounts.end(), [](const cgroup_mount& m) { return m.unified; });
    if (unified != mounts.end()) return make_cgroups_v2(*unified, *own, warnings);
  }
  warnings.push_back(
      {.what = "memory, CPU and the number of processes are not limited, and idle functions are "
               "not frozen: no control groups are mounted here",
       .hint = "mount them at /sys/fs/cgroup"});
  return std::make_unique<cgroup_tree>();
}

}  // namespace lambent::sandbox
