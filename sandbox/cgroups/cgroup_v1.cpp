// Control groups v1, one hierarchy for each controller; with the v2 hierarchy that most such hosts
// mount beside them used for freezing alone, because it is twenty times faster than v1's freezer.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "sandbox/cgroups/cgroup.hpp"

namespace lambent::sandbox {

namespace {

class cgroups_v1 : public cgroup_tree {
public:
  struct parents {
    std::string memory, cpu, processes, unified;  // Empty: not to be had.
  };

  explicit cgroups_v1(parents at) : at_(std::move(at)) {}

  [[nodiscard]] cgroup_mode mode() const override { return cgroup_mode::v1; }
  [[nodiscard]] cgroup_abilities abilities() const override {
    return {!at_.memory.empty(), !at_.cpu.empty(), !at_.processes.empty(), !at_.unified.empty()};
  }

  result<cgroup> make(sandbox_id id) override {
    cgroup group;
    const std::string name = "/s" + std::to_string(static_cast<std::uint64_t>(id));
    result<> filled = fill(group, name);
    if (filled) return group;
    (void)remove_directories(group);
    return std::unexpected(std::move(filled.error()));
  }

  void remove() override {
    for (const std::string* path : {&at_.memory, &at_.cpu, &at_.processes, &at_.unified}) {
      if (!path->empty()) (void)::rmdir(path->c_str());
    }
  }

private:
  result<> fill(cgroup& group, const std::string& name) {
    const std::string memory = TRY(join(group, at_.memory, name));
    const std::string cpu = TRY(join(group, at_.cpu, name));
    const std::string processes = TRY(join(group, at_.processes, name));
    if (!memory.empty()) {
      group.memory = control_file(memory + "/memory.limit_in_bytes");
      // Where the kernel counts swap, a limit on both together keeps the function out of it.
      const std::string swap = memory + "/memory.memsw.limit_in_bytes";
      if (::access(swap.c_str(), W_OK) == 0) group.memory_and_swap = control_file(swap);
      (void)write_text(memory + "/memory.swappiness", "0");
      group.memory_peak.reset(
          ::open((memory + "/memory.max_usage_in_bytes").c_str(), O_RDWR | O_CLOEXEC));
      group.oom_events.reset(
          ::open((memory + "/memory.oom_control").c_str(), O_RDONLY | O_CLOEXEC));
    }
    if (!cpu.empty()) {
      group.cpu_period = control_file(cpu + "/cpu.cfs_period_us");
      group.cpu_quota = control_file(cpu + "/cpu.cfs_quota_us");
    }
    if (!processes.empty()) group.processes = control_file(processes + "/pids.max");
    if (!at_.unified.empty()) {
      const std::string unified = at_.unified + name;
      TRY(make_dir(group, unified));
      group.into.reset(::open(unified.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
      group.freeze.reset(::open((unified + "/cgroup.freeze").c_str(), O_RDWR | O_CLOEXEC));
    }
    for (control_file* file : {&group.memory, &group.memory_and_swap, &group.cpu_period,
                               &group.cpu_quota, &group.processes}) {
      file->open_ahead();
    }
    return {};
  }

  static result<> make_dir(cgroup& group, const std::string& path) {
    if (::mkdir(path.c_str(), 0755) != 0 && errno != EEXIST) return sys_fail("make " + path);
    group.directories.push_back(path);
    return {};
  }

  // The directory of one controller, or none where the controller is not to be had. Controllers
  // that share a hierarchy share the directory.
  static result<std::string> join(cgroup& group, const std::string& parent,
                                  const std::string& name) {
    if (parent.empty()) return std::string();
    std::string path = parent + name;
    if (std::find(group.directories.begin(), group.directories.end(), path) !=
        group.directories.end()) {
      return path;
    }
    TRY(make_dir(group, path));
    group.tasks_files.push_back(path + "/tasks");
    return path;
  }

  // The limit on both must never be below the limit on memory alone, so the order depends on the
  // way.
  result<> set_memory(cgroup& group, std::uint64_t bytes) override {
    const std::string text = bytes == 0 ? "-1" : std::to_string(bytes);
    std::uint64_t before = group.applied.memory_bytes;
    bool raising = bytes == 0 || (before != 0 && bytes > before);
    if (raising) TRY(group.memory_and_swap.write(text));
    TRY(group.memory.write(text));
    if (!raising) TRY(group.memory_and_swap.write(text));
    return {};
  }

  result<> set_cpu(cgroup& group, std::uint32_t permille) override {
    if (permille == 0) return group.cpu_quota.write("-1");
    cpu_share share = cpu_share_of(permille);
    TRY(group.cpu_period.write(std::to_string(share.period_us)));
    return group.cpu_quota.write(std::to_string(share.quota_us));
  }

  parents at_;
};

// Our directory in one hierarchy: below our own group, so that limits set on us from outside hold
// for the functions too.
std::string make_parent(const std::vector<cgroup_mount>& mounts, std::string_view own,
                        std::string_view controller) {
  for (const cgroup_mount& mount : mounts) {
    if (controller.empty() ? !mount.unified : mount.unified || !has_controller(mount, controller)) {
      continue;
    }
    const std::string base = directory_of(mount, parse_own_path(own, controller).value_or("/"));
    for (const std::string& place : {base, mount.directory}) {
      if (::access(place.c_str(), W_OK) != 0) continue;
      remove_stale_parents(place);
      std::string parent = place + "/" + parent_name();
      if (::mkdir(parent.c_str(), 0755) == 0 || errno == EEXIST) return parent;
    }
  }
  return {};
}

}  // namespace

std::unique_ptr<cgroup_tree> make_cgroups_v1(const std::vector<cgroup_mount>& mounts,
                                             std::string_view own_cgroups,
                                             std::vector<error>& warnings) {
  cgroups_v1::parents at{.memory = make_parent(mounts, own_cgroups, "memory"),
                         .cpu = make_parent(mounts, own_cgroups, "cpu"),
                         .processes = make_parent(mounts, own_cgroups, "pids"),
                         .unified = make_parent(mounts, own_cgroups, "")};
  std::string missing;
  auto note = [&missing](const std::string& have, const char* what) {
    if (have.empty()) missing += (missing.empty() ? "" : ", ") + std::string(what);
  };
  note(at.memory, "memory");
  note(at.cpu, "CPU");
  note(at.processes, "number of processes");
  if (!missing.empty()) {
    warnings.push_back(
        {.what = "not limited here: " + missing +
                 "; the host uses control groups v1, which only root may write",
         .hint = "run as root, or boot the host with systemd.unified_cgroup_hierarchy=1"});
  }
  if (at.unified.empty()) {
    warnings.push_back(
        {.what = "idle functions are not frozen: no writable v2 hierarchy is mounted",
         .hint = "run as root, with /sys/fs/cgroup/unified mounted"});
  }
  bool any = !at.memory.empty() || !at.cpu.empty() || !at.processes.empty() || !at.unified.empty();
  if (!any) return std::make_unique<cgroup_tree>();
  return std::make_unique<cgroups_v1>(std::move(at));
}

}  // namespace lambent::sandbox
