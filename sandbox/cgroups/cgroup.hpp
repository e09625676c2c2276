// The control groups of sandboxes: memory, CPU, processes, freezing. One tree for each layout a
// host may have (v1, v2, none). No process is ever moved by writing `cgroup.procs` while sandboxes
// run: that takes a lock of the whole machine, 12 ms; children are born in their group, or write
// themselves into `tasks`.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fd.hpp"
#include "sandbox/protocol.hpp"
#include "sandbox/root/files.hpp"

namespace lambent::sandbox {

// The groups of one sandbox. Which members are filled depends on the tree.
struct cgroup {
  std::vector<std::string> directories;  // To be removed in the end.
  std::vector<std::string> tasks_files;  // v1: the first process writes "0" into each.
  fd into;                               // v2: directory for CLONE_INTO_CGROUP.
  fd freeze;                             // cgroup.freeze
  fd memory_peak;
  fd oom_events;  // A file with a line "oom_kill N".
  std::uint64_t oom_kills_seen = 0;
  control_file memory, memory_and_swap, cpu_period, cpu_quota, processes;
  limits applied;
};

struct cgroup_abilities {
  bool memory = false, cpu = false, processes = false, freezer = false;
};

class cgroup_tree {
public:
  virtual ~cgroup_tree() = default;
  [[nodiscard]] virtual cgroup_mode mode() const { return cgroup_mode::none; }
  [[nodiscard]] virtual cgroup_abilities abilities() const { return {}; }
  [[nodiscard]] virtual result<cgroup> make(sandbox_id) { return cgroup{}; }
  // Before the program runs, because what it has used already may be more than the limit. Where a
  // group further up allows fewer processes than are asked for, that limit holds.
  [[nodiscard]] result<> limit_memory_and_processes(cgroup& group, const limits& wanted);
  // A moment later, off the way of a cold start. Where a group further up allows less than is asked
  // for, that limit holds, and ours is not set.
  void limit_cpu(cgroup& group, std::uint32_t permille);
  // Between two programs, so that the end of one is not slowed by the share it used up.
  void lift_cpu_limit(cgroup& group);
  // The tree's own directories; sandboxes' must be gone.
  virtual void remove() {}

protected:
  // How a layout writes them; 0 lifts the limit.
  [[nodiscard]] virtual result<> set_memory(cgroup&, std::uint64_t /*bytes*/) { return {}; }
  [[nodiscard]] virtual result<> set_cpu(cgroup&, std::uint32_t /*permille*/) { return {}; }
};

// Finds what this host offers, makes the parent directories and says what is missing.
[[nodiscard]] std::unique_ptr<cgroup_tree> find_cgroups(std::vector<error>& warnings);

// ---- what both layouts do alike ----

void thaw(const cgroup&);
// How many processes the out-of-memory killer ended since the last question.
[[nodiscard]] std::uint64_t new_oom_kills(cgroup&);
// False while the kernel still holds one of the directories; to be tried again.
[[nodiscard]] bool remove_directories(cgroup&);

// ---- the parts without I/O, and the layouts ----

struct cgroup_mount {
  bool unified = false;
  std::string directory;    // Where it is mounted.
  std::string root;         // Which part of the hierarchy is mounted there.
  std::string controllers;  // v1: super options, "rw,cpu,cpuacct".
};

[[nodiscard]] std::vector<cgroup_mount> parse_cgroup_mounts(std::string_view mountinfo);
[[nodiscard]] bool has_controller(const cgroup_mount&, std::string_view controller);
// The path of the process in the hierarchy of `controller` ("" for v2), from /proc/self/cgroup.
[[nodiscard]] std::optional<std::string> parse_own_path(std::string_view text,
                                                        std::string_view controller);
[[nodiscard]] std::string directory_of(const cgroup_mount&, std::string_view own_path);
[[nodiscard]] std::uint64_t parse_oom_kills(std::string_view events);

struct cpu_share {
  std::uint32_t quota_us = 0;
  std::uint32_t period_us = 0;
};
[[nodiscard]] cpu_share cpu_share_of(std::uint32_t permille);

// "lambent.PID.START": says whose it is even after the pid has been used again.
[[nodiscard]] std::string parent_name();
// Removes what launchers that are no longer alive left in `base`.
void remove_stale_parents(const std::string& base);

[[nodiscard]] std::unique_ptr<cgroup_tree> make_cgroups_v1(const std::vector<cgroup_mount>&,
                                                           std::string_view own_cgroups,
                                                           std::vector<error>& warnings);
[[nodiscard]] std::unique_ptr<cgroup_tree> make_cgroups_v2(const cgroup_mount&,
                                                           std::string_view own_cgroups,
                                                           std::vector<error>& warnings);
// A v2 tree in a directory whose controllers are enabled already.
[[nodiscard]] std::unique_ptr<cgroup_tree> cgroups_v2_in(const std::string& parent,
                                                         const cgroup_abilities&);

}  // namespace lambent::sandbox
