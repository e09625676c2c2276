// Control groups v2: one hierarchy, one directory for each sandbox, processes born into it.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sandbox/cgroups/cgroup.hpp"

namespace lambent::sandbox {

namespace {

class cgroups_v2 : public cgroup_tree {
public:
  cgroups_v2(std::string parent, cgroup_abilities can) : parent_(std::move(parent)), can_(can) {}

  [[nodiscard]] cgroup_mode mode() const override { return cgroup_mode::v2; }
  [[nodiscard]] cgroup_abilities abilities() const override { return can_; }

  result<cgroup> make(sandbox_id id) override {
    cgroup group;
    const std::string path = parent_ + "/s" + std::to_string(static_cast<std::uint64_t>(id));
    if (::mkdir(path.c_str(), 0755) != 0 && errno != EEXIST) return sys_fail("make " + path);
    group.directories.push_back(path);
    group.into.reset(::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    group.freeze.reset(::open((path + "/cgroup.freeze").c_str(), O_RDWR | O_CLOEXEC));
    if (can_.memory) {
      group.memory = control_file(path + "/memory.max");
      (void)write_text(path + "/memory.swap.max", "0");
      // Kernels before 6.12 give the peak for reading only.
      const std::string peak = path + "/memory.peak";
      group.memory_peak.reset(::open(peak.c_str(), O_RDWR | O_CLOEXEC));
      if (!group.memory_peak) group.memory_peak.reset(::open(peak.c_str(), O_RDONLY | O_CLOEXEC));
      group.oom_events.reset(::open((path + "/memory.events").c_str(), O_RDONLY | O_CLOEXEC));
    }
    if (can_.cpu) group.cpu_quota = control_file(path + "/cpu.max");
    if (can_.processes) group.processes = control_file(path + "/pids.max");
    group.memory.open_ahead();
    group.cpu_quota.open_ahead();
    group.processes.open_ahead();
    return group;
  }

  void remove() override { (void)::rmdir(parent_.c_str()); }

private:
  result<> set_memory(cgroup& group, std::uint64_t bytes) override {
    return group.memory.write(bytes == 0 ? "max" : std::to_string(bytes));
  }

  result<> set_cpu(cgroup& group, std::uint32_t permille) override {
    if (permille == 0) return group.cpu_quota.write("max");
    cpu_share share = cpu_share_of(permille);
    return group.cpu_quota.write(std::to_string(share.quota_us) + " " +
                                 std::to_string(share.period_us));
  }

  std::string parent_;
  cgroup_abilities can_;
};

bool lists(const std::string& text, std::string_view word) {
  std::size_t at = text.find(word);
  while (at != std::string::npos) {
    bool starts = at == 0 || text[at - 1] == ' ';
    std::size_t end = at + word.size();
    bool ends = end == text.size() || text[end] == ' ' || text[end] == '\n';
    if (starts && ends) return true;
    at = text.find(word, at + 1);
  }
  return false;
}

// The hierarchy's root, which the rules for processes and controllers leave alone. The root of a
// container's view is not it.
bool is_root(const std::string& directory) {
  return ::access((directory + "/cgroup.type").c_str(), F_OK) != 0;
}

bool has_processes(const std::string& directory) {
  return !read_text(directory + "/cgroup.procs").value_or("").empty();
}

// A group with processes of its own cannot hand controllers on. Everything in our group is moved
// into a leaf beside the sandboxes' parent. This is the one write of `cgroup.procs`; it happens
// once, before there is a sandbox.
constexpr std::string_view leaf_name = "/lambent-engine";

void vacate(const std::string& base) {
  const std::string leaf = base + std::string(leaf_name);
  if (::mkdir(leaf.c_str(), 0755) != 0 && errno != EEXIST) return;
  auto processes = read_text(base + "/cgroup.procs");
  if (!processes) return;
  std::size_t at = 0;
  while (at < processes->size()) {
    std::size_t end = std::min(processes->find('\n', at), processes->size());
    (void)write_text(leaf + "/cgroup.procs", processes->substr(at, end - at));
    at = end + 1;
  }
}

void hand_on_controllers(const std::string& directory) {
  // The kernel would refuse the memory controller and, for the others, turn the group into a
  // threaded one, in whose children no process can be born.
  if (!is_root(directory) && has_processes(directory)) return;
  for (const char* controller : {"+memory", "+cpu", "+pids"}) {
    (void)write_text(directory + "/cgroup.subtree_control", controller);
  }
}

cgroup_abilities handed_on(const std::string& directory) {
  const std::string text = read_text(directory + "/cgroup.subtree_control").value_or("");
  return {lists(text, "memory"), lists(text, "cpu"), lists(text, "pids"), true};
}

bool complete(const cgroup_abilities& can) { return can.memory && can.cpu && can.processes; }

// Our parent directory in `place`, with its controllers handed on to the sandboxes in it.
std::unique_ptr<cgroup_tree> settle_in(const std::string& place) {
  const std::string parent = place + "/" + parent_name();
  if (::mkdir(parent.c_str(), 0755) != 0 && errno != EEXIST) return nullptr;
  hand_on_controllers(parent);
  return cgroups_v2_in(parent, handed_on(parent));
}

}  // namespace

std::unique_ptr<cgroup_tree> cgroups_v2_in(const std::string& parent, const cgroup_abilities& can) {
  return std::make_unique<cgroups_v2>(parent, can);
}

std::unique_ptr<cgroup_tree> make_cgroups_v2(const cgroup_mount& mount,
                                             std::string_view own_cgroups,
                                             std::vector<error>& warnings) {
  std::string own = directory_of(mount, parse_own_path(own_cgroups, "").value_or("/"));
  // An earlier launcher of the same engine has moved it into the leaf already.
  if (own.ends_with(leaf_name)) own.resize(own.size() - leaf_name.size());
  // Root settles at the top, as container engines do; everybody else in what was delegated to them.
  std::vector<std::string> places{mount.directory};
  if (own != mount.directory) places.push_back(own);
  std::unique_ptr<cgroup_tree> best;
  for (const std::string& place : places) {
    if (::access((place + "/cgroup.procs").c_str(), W_OK) != 0) continue;
    remove_stale_parents(place);
    if (place == own && !is_root(place)) vacate(place);
    hand_on_controllers(place);
    std::unique_ptr<cgroup_tree> tree = settle_in(place);
    if (!tree) continue;
    if (complete(tree->abilities())) {
      if (best) best->remove();
      return tree;
    }
    if (best) {
      tree->remove();
    } else {
      best = std::move(tree);
    }
  }
  const cgroup_abilities can = best ? best->abilities() : cgroup_abilities{};
  std::string missing = can.memory ? "" : "memory";
  if (!can.cpu) missing += missing.empty() ? "CPU" : ", CPU";
  if (!can.processes) missing += missing.empty() ? "number of processes" : ", number of processes";
  warnings.push_back({.what = "not limited here: " + missing +
                              (can.freezer ? "" : "; nothing is frozen") +
                              "; no control group was delegated to this user",
                      .hint = "start it with: systemd-run --user --scope -p Delegate=yes lambent "
                              "serve"});
  if (!best) return std::make_unique<cgroup_tree>();
  return best;
}

}  // namespace lambent::sandbox
