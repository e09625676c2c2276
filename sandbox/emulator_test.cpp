// Programs of the other architecture: the probe, built for it by the cross compiler, and scripts.
#include <signal.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <fstream>

#include "base/architecture.hpp"
#include "base/process.hpp"
#include "sandbox/testing/stage.hpp"

using namespace lambent;
using namespace lambent::sandbox;
using namespace lambent::sandbox::testing;

namespace {

std::string emulator() {
  return find_program("qemu-" + std::string(other_architecture.processor) + "-static");
}

// The stage with the foreign probe at /var/task/foreign; false when this machine has no emulator or
// no compiler for the other architecture.
bool open_with_emulator(stage& s) {
  if (emulator().empty() || foreign_probe_program().empty()) {
    skip("qemu-user-static and a compiler for " + std::string(other_architecture.name) +
         " are needed");
    return false;
  }
  s.emulator = emulator();
  if (!s.open()) return false;
  copy_program(foreign_probe_program(), s.code.path() + "/foreign");
  return true;
}

start foreign(const stage& s, std::vector<std::string> arguments) {
  start what = s.probe(std::move(arguments));
  what.programs = {"/var/task/foreign"};
  what.emulated = true;
  return what;
}

void write_script(const stage& s, const std::string& name, const std::string& text) {
  std::ofstream(s.code.path() + "/" + name) << text;
  (void)::chmod((s.code.path() + "/" + name).c_str(), 0755);
}

failed failing_start(stage& s, const start& what) {
  s.engine.ask(what);
  auto answer = s.engine.expect<failed>();
  REQUIRE_MESSAGE(answer.has_value(), answer.error().what);
  return *answer;
}

std::string run(stage& s, const held& box, const start& what) {
  s.start_program(what);
  (void)s.wait_for_end();
  std::string output = read_available(box.output);
  s.reset_sandbox();
  return output;
}

}  // namespace

TEST_CASE("an emulated program sees its own machine, name, environment and directory") {
  stage s;
  if (!open_with_emulator(s)) return;
  held box = s.prepare_sandbox();
  start what = foreign(s, {"surroundings"});
  what.environment = {{"LANG", "en_US.UTF-8"}, {"TZ", ":UTC"}};
  // The emulator hands the variables on in another order.
  const std::string seen = run(s, box, what);
  CHECK((seen == "/var/task\nTZ=:UTC\nLANG=en_US.UTF-8\npid 2\n" ||
         seen == "/var/task\nLANG=en_US.UTF-8\nTZ=:UTC\npid 2\n"));
  CHECK(run(s, box, foreign(s, {"machine"})) ==
        std::string(other_architecture.processor) + " /var/task/foreign /var/task/foreign\n");
  what = foreign(s, {"machine"});
  what.argument0 = "bootstrap";
  CHECK(run(s, box, what).ends_with(" bootstrap /var/task/foreign\n"));
  CHECK(run(s, box, foreign(s, {"identity"})) == "993 993 990 990 0\n");
  // The emulator is open in nobody's name.
  CHECK(run(s, box, foreign(s, {"descriptors"})) == "0 1 2 \n");
}

TEST_CASE("a script is interpreted by what its first line says, emulated or not") {
  stage s;
  if (!open_with_emulator(s)) return;
  held box = s.prepare_sandbox();
  write_script(s, "by-foreign", "#!/var/task/foreign machine\n");
  start what = foreign(s, {"x"});
  what.programs = {"/var/task/by-foreign"};
  CHECK(run(s, box, what).starts_with(std::string(other_architecture.processor) + " "));
  write_script(s, "by-native", "#!/bin/sh\necho \"$0 $1\"\n");
  what.programs = {"/var/task/by-native"};
  CHECK(run(s, box, what) == "/var/task/by-native x\n");
  write_script(s, "by-script", "#!/var/task/by-foreign\n");
  what.programs = {"/var/task/by-script"};
  CHECK(run(s, box, what).starts_with(std::string(other_architecture.processor) + " "));
  write_script(s, "by-nobody", "#!/no/such/interpreter\n");
  what.programs = {"/var/task/by-nobody"};
  CHECK(failing_start(s, what).why.code == ENOENT);
}

TEST_CASE("a program of the wrong architecture has a wrong format, emulator or not") {
  stage s;
  if (!open_with_emulator(s)) return;
  held box = s.prepare_sandbox();
  start what = foreign(s, {"identity"});
  what.emulated = false;
  failed answer = failing_start(s, what);
  CHECK(answer.problem == start_problem::exec_failed);
  CHECK(answer.why.code == ENOEXEC);
  what = s.probe({"identity"});
  what.emulated = true;
  CHECK(failing_start(s, what).why.code == ENOEXEC);
  // None of it has spoilt the sandbox.
  CHECK(s.try_out(box, {"identity"}) == "993 993 990 990 0\n");
}

TEST_CASE("an emulated program that may not be executed is not") {
  stage s;
  if (!open_with_emulator(s)) return;
  held box = s.prepare_sandbox();
  (void)::chmod((s.code.path() + "/foreign").c_str(), 0644);
  CHECK(failing_start(s, foreign(s, {"identity"})).why.code == EACCES);
}

TEST_CASE("what an emulated program starts is emulated, where the kernel can") {
  stage s;
  if (!open_with_emulator(s)) return;
  NEEDS(s.greeting.emulated_children, "the kernel keeps no emulators by user namespace");
  held box = s.prepare_sandbox();
  CHECK(run(s, box, foreign(s, {"execute", "/var/task/foreign", "machine"})) ==
        std::string(other_architecture.processor) + " /var/task/foreign /var/task/foreign\n");
  CHECK(run(s, box, foreign(s, {"execute", "/proc/self/exe", "machine"}))
            .starts_with(std::string(other_architecture.processor) + " "));
  write_script(s, "script", "#!/var/task/foreign machine\n");
  CHECK(run(s, box, foreign(s, {"execute", "/var/task/script"}))
            .starts_with(std::string(other_architecture.processor) + " "));
}

TEST_CASE("without an emulator a program of the other architecture is told what is missing") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  start what = s.probe({"identity"});
  what.emulated = true;
  failed answer = failing_start(s, what);
  CHECK(answer.problem == start_problem::other);
  CHECK(answer.why.what.find("no emulator") != std::string::npos);
  CHECK(answer.why.hint.find("qemu-user-static") != std::string::npos);
}

TEST_CASE("an emulated function cannot write to its emulator") {
  stage s;
  if (emulator().empty() || foreign_probe_program().empty()) {
    skip("qemu-user-static and a compiler for the other architecture are needed");
    return;
  }
  // One that everybody may change, as an ordinary user may his own copy.
  scratch_dir programs;
  s.emulator = programs.path() + "/qemu";
  copy_program(emulator(), s.emulator, 0777);
  const auto before = std::filesystem::file_size(s.emulator);
  if (!s.open()) return;
  copy_program(foreign_probe_program(), s.code.path() + "/foreign");
  held box = s.prepare_sandbox();
  // Opened while it runs, and written to when nobody runs it any more.
  std::string told = run(s, box, foreign(s, {"overwrite", "/proc/thread-self/exe"}));
  CHECK(told.find("ok") == std::string::npos);
  CHECK((told.find("Read-only file system") != std::string::npos ||
         told.find("Text file busy") != std::string::npos));
  CHECK(std::filesystem::file_size(s.emulator) == before);
}

TEST_CASE("an emulated function cannot use more memory than its limit") {
  stage s;
  if (!open_with_emulator(s)) return;
  NEEDS(s.greeting.memory_limit, "memory is not limited on this machine");
  held box = s.prepare_sandbox();
  start greedy = foreign(s, {"touch", "200"});
  greedy.bounds.memory_bytes = 128 * megabyte;
  s.start_program(greedy);
  exited end = s.wait_for_end();
  CHECK(end.code == SIGKILL);
  CHECK(end.out_of_memory);
  s.reset_sandbox();
  start modest = foreign(s, {"touch", "20"});
  modest.bounds.memory_bytes = 128 * megabyte;
  CHECK(run(s, box, modest) == "touched\n");
}

TEST_CASE("an emulated function makes the same system calls in vain") {
  stage s;
  if (!open_with_emulator(s)) return;
  held box = s.prepare_sandbox();
  CHECK(run(s, box, foreign(s, {"mount"})).find("ok") == std::string::npos);
  CHECK(run(s, box, foreign(s, {"unshare"})).find("ok") == std::string::npos);
  CHECK(run(s, box, foreign(s, {"trace"})).find("ok") == std::string::npos);
}
