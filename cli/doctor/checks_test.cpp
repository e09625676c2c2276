#include "cli/doctor/checks.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "engine/environment/emulator.hpp"

using namespace lambent::cli::doctor;
using lambent::environment::emulator_name;
using lambent::sandbox::cgroup_mode;

namespace {

facts good_machine() {
  facts out;
  out.programs = {{"g++", {"/usr/bin/g++", "12.2.0"}},
                  {"cmake", {"/usr/bin/cmake", "3.25.1"}},
                  {"ninja", {"/usr/bin/ninja", "1.11.1"}},
                  {"ccache", {"/usr/bin/ccache", "4.8"}},
                  {"aarch64-linux-gnu-g++", {"/usr/bin/aarch64-linux-gnu-g++", "12.2.0"}},
                  {"zig", {"/opt/zig", "0.14.0"}},
                  {"node", {"/usr/bin/node", "20.20.2"}},
                  {"python3", {"/usr/bin/python3", "3.11.2"}},
                  {emulator_name(), {"/usr/bin/" + emulator_name(), "7.2.13"}}};
  out.static_libc = "/usr/lib/libc.a";
  out.static_libstdcxx = "/usr/lib/libstdc++.a";
  out.sandbox = {.cgroups = cgroup_mode::v2,
                 .rootless = true,
                 .memory_limit = true,
                 .cpu_limit = true,
                 .process_limit = true,
                 .freezer = true};
  out.seccomp_filter = true;
  out.ports = {{4566, {}}, {9000, {}}};
  out.region = "eu-central-1";
  out.credentials = "profile work";
  out.disks = {{"/home/me", 20'000'000'000}};
  return out;
}

// "verdict what|means|fix" of the finding with that name.
std::string found(const std::vector<finding>& all, const std::string& name) {
  auto at = std::ranges::find(all, name, &finding::name);
  if (at == all.end()) return "";
  constexpr std::array words = {"ok", "warn", "missing"};
  return std::string(words.at(static_cast<std::size_t>(at->how))) + " " + at->what + "|" +
         at->means + "|" + at->fix;
}

}  // namespace

TEST_CASE("a machine that has everything is told so, without a warning") {
  auto all = check_all(good_machine());
  CHECK(healthy(all));
  for (const finding& each : all) {
    CHECK_MESSAGE(each.how == verdict::ok, each.what);
    CHECK(each.fix.empty());
    CHECK_FALSE(each.what.empty());
  }
  CHECK(found(all, "compiler") == "ok g++ 12.2.0, /usr/bin/g++||");
  CHECK(found(all, "cgroups") ==
        "ok control groups v2, limiting: memory, CPU, processes, freezing||");
}

TEST_CASE("every finding that is not well has a meaning and a way out") {
  facts bare;
  bare.static_libc = "";
  bare.static_libstdcxx = "";
  bare.sandbox_refusal = {.what = "enter a user namespace: Operation not permitted",
                          .hint = "allow it"};
  bare.ports = {{4566, {.taken = true, .pid = 7, .program = "docker-proxy"}},
                {9000, {.taken = true}}};
  bare.clock_ahead_s = -301;
  bare.clock_endpoint = "https://lambda.eu-central-1.amazonaws.com";
  bare.disks = {{"/", 5}};
  bare.configuration_problem = {.what = "lambent.toml:1:1: wrong", .hint = "right"};
  auto all = check_all(bare);
  CHECK_FALSE(healthy(all));
  for (const finding& each : all)
    if (each.how != verdict::ok) {
      CHECK_MESSAGE(!each.means.empty(), each.what);
      CHECK_MESSAGE(!each.fix.empty(), each.what);
    }
}

TEST_CASE("without a compiler, CMake or static libraries nothing can be built") {
  facts of = good_machine();
  of.programs.erase("g++");
  CHECK(found(check_toolchain(of), "compiler").starts_with("missing no g++ and no clang++|"));
  of.programs["clang++"] = {"/usr/bin/clang++", "19.1.4"};
  CHECK(found(check_toolchain(of), "compiler") == "ok clang++ 19.1.4, /usr/bin/clang++||");
  of.programs["g++"] = {"/usr/bin/g++", "9.4.0"};
  CHECK(
      found(check_toolchain(of), "compiler") ==
      "warn clang++ 19.1.4, /usr/bin/clang++|g++ 9.4.0, /usr/bin/g++ is older than 12|CXX=clang++ "
      "lambent build");
  of.programs.erase("clang++");
  CHECK(found(check_toolchain(of), "compiler").starts_with("missing g++ 9.4.0"));
  of.programs["cmake"].version = "3.16.3";
  CHECK(found(check_toolchain(of), "cmake").starts_with("missing cmake 3.16.3"));
  of.static_libc = "";
  CHECK(found(check_toolchain(of), "libc.a").starts_with("missing the compiler finds no libc.a"));
  of.programs.erase("ninja");
  CHECK(found(check_toolchain(of), "ninja").starts_with("warn no ninja|"));
}

TEST_CASE("without an emulator functions of the other architecture cannot run") {
  facts of = good_machine();
  CHECK(found(check_engine(of), "emulator").find("programs that they start do not") !=
        std::string::npos);
  of.sandbox->emulated_children = true;
  CHECK(found(check_engine(of), "emulator").ends_with("; so do the programs they start||"));
  of.programs.erase(emulator_name());
  CHECK(found(check_engine(of), "emulator").starts_with("warn no " + emulator_name() + "|"));
  CHECK(found(check_engine(of), "emulator").ends_with("|apt-get install qemu-user-static"));
}

TEST_CASE(
    "the interpreters of managed runtimes are named with the runtime whose version they have") {
  facts of = good_machine();
  CHECK(
      found(check_engine(of), "node") ==
      "ok node 20.20.2, /usr/bin/node, runs functions of all Node.js runtimes; its version is that "
      "of nodejs20.x||");
  of.programs["python3"].version = "3.7";
  CHECK(found(check_engine(of), "python3").ends_with("that of python3.7||"));
  of.programs["python3"].version = "";
  CHECK(found(check_engine(of), "python3") ==
        "ok python3, /usr/bin/python3, runs functions of all Python runtimes||");
  of.programs.erase("node");
  of.programs.erase("python3");
  CHECK(
      found(check_engine(of), "node") ==
      "warn no node|functions of the runtimes nodejs*.x cannot run on this machine|apt-get install "
      "nodejs");
  CHECK(found(check_engine(of), "python3").ends_with("|apt-get install python3"));
}

TEST_CASE("versions are compared by their numbers") {
  CHECK(version_at_least("12.2.0", "12"));
  CHECK(version_at_least("3.22", "3.22"));
  CHECK(version_at_least("3.25.1", "3.22"));
  CHECK(version_at_least("10.0", "9.9"));
  CHECK_FALSE(version_at_least("3.9", "3.22"));
  CHECK_FALSE(version_at_least("", "3.22"));
  CHECK_FALSE(version_at_least("x", "1"));
}

TEST_CASE("why the kernel refuses namespaces is told from its settings") {
  facts of = good_machine();
  of.sandbox.reset();
  of.sandbox_refusal = {.what = "enter a user namespace: Operation not permitted",
                        .hint = "the hint"};
  auto fix = [&] { return found(check_engine(of), "sandbox"); };
  CHECK(fix().starts_with("missing no sandbox: enter a user namespace: Operation not permitted|"));
  CHECK(fix().ends_with("|the hint"));
  of.settings = {{"kernel.apparmor_restrict_unprivileged_userns", "1"}};
  CHECK(fix().find("kernel.apparmor_restrict_unprivileged_userns=0") != std::string::npos);
  of.settings["kernel.unprivileged_userns_clone"] = "0";
  CHECK(fix().find("kernel.unprivileged_userns_clone=1") != std::string::npos);
  of.settings["user.max_user_namespaces"] = "0";
  CHECK(fix().find("user.max_user_namespaces=") != std::string::npos);
  of.root = true;
  CHECK(fix().ends_with("|the hint"));
}

TEST_CASE("control groups that limit less than all are a warning with what is delegated") {
  facts of = good_machine();
  of.sandbox->cgroups = cgroup_mode::v1;
  of.sandbox->freezer = false;
  of.cgroup_controllers = {"memory", "pids"};
  CHECK(found(check_engine(of), "cgroups")
            .starts_with("warn control groups v1, limiting: memory, CPU, processes; delegated "
                         "here: memory pids|"));
  of.sandbox->cgroups = cgroup_mode::none;
  CHECK(found(check_engine(of), "cgroups").starts_with("warn no control groups; delegated here"));
  of.sandbox->warnings = {"Functions have no outbound network."};
  CHECK(found(check_engine(of), "sandbox-warning").starts_with("warn Functions have no outbound"));
}

TEST_CASE("a port that is held names who holds it, and our own is as it should be") {
  facts of = good_machine();
  of.ports = {{4566, {.taken = true, .pid = 7, .program = "docker-proxy"}},
              {9000, {.taken = true, .pid = 8, .program = "lambent"}}};
  CHECK(found(check_ports(of), "port-4566") ==
        "warn port 4566 is held by docker-proxy, process 7|`lambent serve` cannot listen there|end "
        "it, or `lambent serve --port N`");
  CHECK(found(check_ports(of), "port-9000") == "ok port 9000 is held by lambent, process 8||");
  of.ports = {{9000, {.taken = true}}};
  CHECK(found(check_ports(of), "port-9000")
            .starts_with(
                "warn port 9000 is held by a program that this user may not see|`lambent watch`"));
}

TEST_CASE("a clock far from the endpoint's makes AWS refuse everything") {
  facts of = good_machine();
  of.clock_endpoint = "https://e";
  of.clock_ahead_s = 2;
  CHECK(found(check_aws(of), "clock") == "ok the clock agrees with https://e||");
  of.clock_ahead_s = -40;
  CHECK(found(check_aws(of), "clock").starts_with("warn this clock is 40 s behind https://e|"));
  of.clock_ahead_s = 400;
  CHECK(
      found(check_aws(of), "clock").starts_with("missing this clock is 400 s ahead of https://e|"));
}
