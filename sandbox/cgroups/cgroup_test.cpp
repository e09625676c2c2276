#include "sandbox/cgroups/cgroup.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/temp_dir.hpp"

using namespace lambent::sandbox;

namespace {

constexpr const char* hybrid_mounts =
    "22 27 0:21 / /proc rw,relatime - proc proc rw\n"
    "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct\n"
    "35 31 0:32 /docker/ab /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n"
    "41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw\n";

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("control group mounts are found with their controllers, whatever tags stand before") {
  auto mounts = parse_cgroup_mounts(hybrid_mounts);
  REQUIRE(mounts.size() == 3);
  CHECK(mounts[0].directory == "/sys/fs/cgroup/cpu,cpuacct");
  CHECK(has_controller(mounts[0], "cpu"));
  CHECK(has_controller(mounts[0], "cpuacct"));
  CHECK_FALSE(has_controller(mounts[0], "cp"));
  CHECK(mounts[1].root == "/docker/ab");
  CHECK(mounts[2].unified);
  CHECK(parse_cgroup_mounts("").empty());
  CHECK(parse_cgroup_mounts("1 2 3\n- cgroup\n\n").empty());
}

TEST_CASE("the own group is found in each hierarchy") {
  constexpr std::string_view text =
      "9:name=systemd:/s\n4:memory:/docker/ab/x\n2:cpu,cpuacct:/c\n0::/u:v\n";
  CHECK(parse_own_path(text, "memory") == "/docker/ab/x");
  CHECK(parse_own_path(text, "cpu") == "/c");
  CHECK(parse_own_path(text, "") == "/u:v");
  CHECK_FALSE(parse_own_path(text, "pids").has_value());
  CHECK_FALSE(parse_own_path("nonsense\n", "").has_value());
}

TEST_CASE("a group's directory leaves out the part that is not mounted") {
  auto mounts = parse_cgroup_mounts(hybrid_mounts);
  CHECK(directory_of(mounts[1], "/docker/ab/x") == "/sys/fs/cgroup/memory/x");
  CHECK(directory_of(mounts[1], "/docker/ab") == "/sys/fs/cgroup/memory");
  CHECK(directory_of(mounts[2], "/") == "/sys/fs/cgroup/unified");
  CHECK(directory_of(mounts[2], "/a/b") == "/sys/fs/cgroup/unified/a/b");
}

TEST_CASE("kills by the out-of-memory killer are read from either version's file") {
  CHECK(parse_oom_kills("oom_kill_disable 0\nunder_oom 0\noom_kill 30\n") == 30);
  CHECK(parse_oom_kills("low 0\nhigh 0\nmax 8\noom 2\noom_kill 1\noom_group_kill 0\n") == 1);
  CHECK(parse_oom_kills("oom_kill_disable 0\n") == 0);
  CHECK(parse_oom_kills("") == 0);
}

TEST_CASE("a CPU share is short slices, and long ones only where the kernel needs them") {
  auto share = [](std::uint32_t permille) {
    cpu_share s = cpu_share_of(permille);
    return std::to_string(s.quota_us) + " " + std::to_string(s.period_us);
  };
  CHECK(share(1000) == "20000 20000");
  CHECK(share(72) == "1440 20000");
  CHECK(share(50) == "1000 20000");
  CHECK(share(49) == "4900 100000");
  CHECK(share(1) == "1000 100000");
  CHECK(share(6000) == "120000 20000");
}

TEST_CASE("v2 limits are written as the kernel reads them") {
  const lambent::testing::temp_dir dir;
  const std::filesystem::path parent = dir.path;
  const std::filesystem::path own = parent / "s7";
  std::filesystem::create_directory(own);
  for (const char* name : {"memory.max", "cpu.max", "pids.max", "cgroup.freeze", "memory.events",
                           "memory.peak", "memory.swap.max"}) {
    std::ofstream(own / name) << "";
  }
  auto tree = cgroups_v2_in(parent, {true, true, true, true});
  auto group = tree->make(sandbox_id{7});
  REQUIRE(group.has_value());
  CHECK(group->into);
  CHECK(group->freeze);
  CHECK(group->memory_peak);
  CHECK(content(own / "memory.swap.max") == "0");

  const limits narrow = {.memory_bytes = 134217728, .cpu_permille = 72, .processes_max = 1024};
  REQUIRE(tree->limit_memory_and_processes(*group, narrow).has_value());
  tree->limit_cpu(*group, narrow.cpu_permille);
  CHECK(content(own / "memory.max") == "134217728");
  CHECK(content(own / "cpu.max") == "1440 20000");
  CHECK(content(own / "pids.max") == "1025");

  // Written anew only where something changed; "max" lifts.
  for (const char* name : {"memory.max", "cpu.max", "pids.max"}) std::ofstream(own / name) << "";
  const limits whole_cpu = {.memory_bytes = 134217728, .processes_max = 1024};
  REQUIRE(tree->limit_memory_and_processes(*group, whole_cpu).has_value());
  tree->limit_cpu(*group, 0);
  CHECK(content(own / "memory.max").empty());
  CHECK(content(own / "cpu.max") == "max");
  CHECK(content(own / "pids.max").empty());

  std::ofstream(own / "memory.events") << "oom 1\noom_kill 2\n";
  CHECK(new_oom_kills(*group) == 2);
  CHECK(new_oom_kills(*group) == 0);
}

TEST_CASE("a parent directory says whose it is") {
  CHECK(parent_name().starts_with("lambent." + std::to_string(::getpid()) + "."));
}

TEST_CASE("what dead launchers left is removed and what living ones use stays") {
  const lambent::testing::temp_dir dir;
  const std::filesystem::path base = dir.path;
  const std::string pid = std::to_string(::getpid());
  for (const std::string& name :
       {parent_name(), "lambent." + pid + ".1", std::string("lambent.x.1"), std::string("other")}) {
    std::filesystem::create_directories(base / name / "s1");
  }
  remove_stale_parents(base);
  CHECK(std::filesystem::exists(base / parent_name()));
  CHECK_FALSE(std::filesystem::exists(base / ("lambent." + pid + ".1")));
  CHECK(std::filesystem::exists(base / "lambent.x.1"));
  CHECK(std::filesystem::exists(base / "other"));
}
