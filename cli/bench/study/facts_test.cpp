#include "cli/bench/study/facts.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace lambent;
using namespace lambent::cli;
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
  CHECK(other.error().what == "the study that was begun ran with CPU: one, and now it is two");
  CHECK(check_same_machine(begun, {{"CPU", "one"}}));
}

TEST_CASE("figures of another share of a processor, isolation or network are not mixed") {
  bench_study_options options;
  options.engine.cpu = cpu_mode::full;
  study::record begun{.facts = collect_facts(options)};
  begun.measured.push_back({.function = "pi-cpp", .config = "x86_64", .runs = {{1, 1, 1, {}}}});
  CHECK(check_same_machine(begun, collect_facts(options)));

  auto facts = collect_facts(options);
  for (study::fact& each : facts)
    if (each.name == "share of a processor") each.value = "memory / 1769 MB, as on Lambda";
  auto share = check_same_machine(begun, facts);
  REQUIRE_FALSE(share);
  CHECK(share.error().what ==
        "the study that was begun ran with share of a processor: all of it, and now it is memory / "
        "1769 MB, as on Lambda");

  bench_study_options open = options;
  open.engine.isolation = isolation_mode::process;
  auto isolation = check_same_machine(begun, collect_facts(open));
  REQUIRE_FALSE(isolation);
  CHECK(isolation.error().what.contains("ran with isolation: full, and now it is process"));

  bench_study_options alone = options;
  alone.engine.network = network_mode::none;
  auto network = check_same_machine(begun, collect_facts(alone));
  REQUIRE_FALSE(network);
  CHECK(network.error().what.contains("network of functions: host-like, and now it is none"));

  // What a record does not say is not the same as what is known.
  std::erase_if(begun.facts, [](const study::fact& one) { return one.name == "isolation"; });
  auto unknown = check_same_machine(begun, collect_facts(options));
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().what ==
        "the study that was begun ran with isolation: not known, and now it is full");
}

TEST_CASE("an endpoint is not credited with the machine that asks it, and any machine may ask") {
  bench_study_options options;
  options.aws.endpoint_url = "http://192.0.2.1:4566";
  const auto facts = collect_facts(options);
  const auto has = [&](std::string_view name) {
    return std::ranges::any_of(facts, [&](const study::fact& one) { return one.name == name; });
  };
  CHECK_FALSE(has("CPU"));
  CHECK_FALSE(has("kernel"));
  CHECK_FALSE(has("isolation"));
  CHECK(has("client's CPU"));
  CHECK(facts.front().value == "that of the endpoint http://192.0.2.1:4566, which is not known");
  study::record begun{.facts = facts};
  begun.measured.push_back({.function = "pi-cpp", .config = "x86_64", .runs = {{1, 1, 1, {}}}});
  for (study::fact& each : begun.facts)
    if (each.name == "client's CPU") each.value = "another";
  CHECK(check_same_machine(begun, facts));

  options.aws.endpoint_url.clear();
  options.remote = true;
  CHECK(collect_facts(options).front().value == "AWS's, which is not known");
}
