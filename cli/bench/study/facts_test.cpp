#include "cli/bench/study/facts.hpp"

#include <doctest/doctest.h>

using namespace lambent;
using namespace lambent::cli::studying;

TEST_CASE("the processor is named as /proc/cpuinfo names it") {
  CHECK(cpu_of("processor\t: 0\nmodel name\t: AMD EPYC\nprocessor\t: 1\nmodel name\t: other\n") ==
        "AMD EPYC");
  CHECK(cpu_of("processor\t: 0\nCPU part\t: 0xd0c\n").empty());
  CHECK(cpu_of("model name").empty());
}

TEST_CASE("the mode of control groups is told by what is mounted") {
  CHECK(cgroup_mode_of("cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n") == "v2");
  CHECK(cgroup_mode_of(
            "tmpfs /sys/fs/cgroup tmpfs rw 0 0\ncgroup /sys/fs/cgroup/cpu cgroup rw 0 0") == "v1");
  CHECK(cgroup_mode_of(
            "c /sys/fs/cgroup/cpu cgroup rw 0 0\nc /sys/fs/cgroup/unified cgroup2 rw 0 0") ==
        "v1 and v2");
  CHECK(cgroup_mode_of("proc /proc proc rw 0 0\n") == "none");
}

TEST_CASE("the system is named as it names itself") {
  CHECK(system_of("ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n") ==
        "Debian GNU/Linux 12 (bookworm)");
  CHECK(system_of("PRETTY_NAME=\"").size() == 1);
  CHECK(system_of("").empty());
}

TEST_CASE("figures of two processors are not mixed") {
  study::record begun;
  begun.facts = {{"CPU", "one"}};
  CHECK(check_same_machine(begun, {{"CPU", "two"}}));
  begun.measured.push_back({.function = "pi-cpp", .config = "x86_64", .runs = {{1, 1, 1, {}}}});
  auto other = check_same_machine(begun, {{"CPU", "two"}});
  REQUIRE_FALSE(other);
  CHECK(other.error().what == "the study that was begun ran on one, and this is two");
  CHECK(check_same_machine(begun, {{"CPU", "one"}}));
}
