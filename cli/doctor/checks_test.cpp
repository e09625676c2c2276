#include "cli/doctor/checks.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "base/architecture.hpp"
#include "cli/build/toolchain.hpp"
#include "cli/doctor/testing.hpp"
#include "engine/environment/emulator.hpp"

using namespace lambent::cli::doctor;
using lambent::environment::emulator_name;
using lambent::sandbox::cgroup_mode;

namespace {

facts good_machine() {
  const auto cross = lambent::cli::cross_compiler_for(lambent::other_architecture.name);
  facts out;
  out.programs = {{"g++", {"/usr/bin/g++", "12.2.0"}},
                  {"cmake", {"/usr/bin/cmake", "3.25.1"}},
                  {"ninja", {"/usr/bin/ninja", "1.11.1"}},
                  {"ccache", {"/usr/bin/ccache", "4.8"}},
                  {"ld", {"/usr/bin/ld", "2.40"}},
                  {cross.program, {"/usr/bin/" + cross.program, "12.2.0"}},
                  {"node", {"/usr/bin/node", "20.20.2"}},
                  {"python3", {"/usr/bin/python3", "3.11.2"}},
                  {emulator_name(), {"/usr/bin/" + emulator_name(), "7.2.13"}}};
  out.static_libc = "/usr/lib/libc.a";
  out.static_libstdcxx = "/usr/lib/libstdc++.a";
  out.cross_libc = "/usr/cross/libc.a";
  out.cross_libstdcxx = "/usr/cross/libstdc++.a";
  out.zig = {"python3 -m ziglang", "0.14.0"};
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
  for (const facts& machine : {lambent::cli::doctor::testing::bare_machine(),
                               lambent::cli::doctor::testing::old_machine()}) {
    auto all = check_all(machine);
    CHECK_FALSE(healthy(all));
    for (const finding& each : all)
      if (each.how != verdict::ok) {
        CHECK_MESSAGE(!each.means.empty(), each.what);
        CHECK_MESSAGE(!each.fix.empty(), each.what);
      }
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

TEST_CASE("the compiler for the other architecture is asked for, whichever machine this is") {
  const auto cross = lambent::cli::cross_compiler_for(lambent::other_architecture.name);
  CHECK(lambent::cli::cross_compiler_for("x86_64").program == "x86_64-linux-gnu-g++");
  CHECK(lambent::cli::cross_compiler_for("x86_64").package == "g++-x86-64-linux-gnu");
  facts of = good_machine();
  CHECK(found(check_toolchain(of), "cross-compiler") ==
        "ok " + cross.program + " 12.2.0, /usr/bin/" + cross.program + "||");
  of.cross_libc = "";
  CHECK(found(check_toolchain(of), "cross-libc.a")
            .starts_with("warn " + cross.program + " finds no libc.a|"));
  of.programs.erase(cross.program);
  CHECK(found(check_toolchain(of), "cross-compiler").starts_with("warn no " + cross.program + "|"));
  CHECK(
      found(check_toolchain(of), "cross-compiler").ends_with("|apt-get install " + cross.package));
}

TEST_CASE("zig is told as `lambent build` finds it, or with the reason why it is not there") {
  facts of = good_machine();
  CHECK(found(check_toolchain(of), "zig") == "ok zig 0.14.0, python3 -m ziglang||");
  of.zig = {};
  of.zig_problem = {.what = "LAMBENT_ZIG names 'x', which is not there", .hint = "set it"};
  CHECK(found(check_toolchain(of), "zig").starts_with("warn LAMBENT_ZIG names 'x'"));
  CHECK(found(check_toolchain(of), "zig").ends_with("|set it"));
}

TEST_CASE("the linkers are told, and that nothing links without one") {
  facts of = good_machine();
  of.programs["ld.lld"] = {"/usr/bin/ld.lld", "19.1.4"};
  CHECK(found(check_toolchain(of), "linker") ==
        "ok ld 2.40, /usr/bin/ld; ld.lld 19.1.4, /usr/bin/ld.lld, links for `lambent watch`||");
  of.programs.erase("ld");
  CHECK(found(check_toolchain(of), "linker").starts_with("missing no ld|"));
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
  of.sandbox->warnings = {{.what = "functions have no outbound network", .hint = "the hint"}};
  CHECK(found(check_engine(of), "sandbox-warning") ==
        "warn functions have no outbound network|functions run, and in this not as on AWS "
        "Lambda|the hint");
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
  CHECK(found(check_ports(of), "port-9000").ends_with("`lambent watch --invoke-port N`"));
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
