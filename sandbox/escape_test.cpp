// One test for each confinement, named as the escape that must fail. Each drives the real program;
// the probe inside is the one that tries.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

#include "sandbox/testing/stage.hpp"

using namespace lambent;
using namespace lambent::sandbox;
using namespace lambent::sandbox::testing;

TEST_CASE("a function cannot read the host's secrets") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  for (const char* path : {"/etc/shadow", "/root", "/home", "/sys", "/run", "/etc/ssl/private"}) {
    CHECK(s.try_out(box, {"read", path}) == "ENOENT\n");
  }
  CHECK(s.try_out(box, {"exists", s.code.path()}) == "ENOENT\n");
  CHECK(s.try_out(box, {"list", "/dev"}).find("vda") == std::string::npos);
}

TEST_CASE("a function cannot see or signal the host's processes") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  CHECK(s.try_out(box, {"exists", "/proc/" + std::to_string(::getpid())}) == "ENOENT\n");
  s.start_program(s.probe({"list", "/proc", "numbers"}));
  (void)s.wait_for_end();
  // Pid 1 is the sandbox's own; the other one is the probe.
  std::string seen = read_available(box.output);
  CHECK(seen.starts_with("1 "));
  CHECK(std::count(seen.begin(), seen.end(), ' ') == 2);
}

TEST_CASE("a function cannot write outside /tmp") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  for (const char* path : {"/x", "/var/task/x", "/opt/x", "/usr/x", "/etc/x", "/dev/x"}) {
    CHECK(s.try_out(box, {"write", path}) == "EROFS\n");
  }
  CHECK(s.try_out(box, {"write", "/etc/passwd"}) != "ok\n");
  CHECK(s.try_out(box, {"write", "/tmp/x"}) == "ok\n");
}

TEST_CASE("a function cannot reach another sandbox's Runtime API") {
  stage s;
  if (!s.open()) return;
  held one = s.prepare_sandbox(1);
  held two = s.prepare_sandbox(2);
  CHECK(one.info.runtime_api == "127.0.0.1:9001");
  CHECK(two.info.runtime_api == "127.0.0.1:9001");
  CHECK(s.try_out(one, {"connect", "127.0.0.1", "9001"}, 1) == "ok\n");
  CHECK(wait_readable(one.listener, 0));
  CHECK_FALSE(wait_readable(two.listener, 0));
}

TEST_CASE("a function cannot reach the host's loopback") {
  fd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  REQUIRE(::bind(listener.get(), generic, size) == 0);
  REQUIRE(::listen(listener.get(), 1) == 0);
  REQUIRE(::getsockname(listener.get(), generic, &size) == 0);
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  std::string port = std::to_string(ntohs(address.sin_port));
  CHECK(s.try_out(box, {"connect", "127.0.0.1", port}) == "ECONNREFUSED\n");
  CHECK(s.try_out(box, {"connect", "198.51.100.1", "80"}) == "ENETUNREACH\n");
}

TEST_CASE("a function cannot fork past its limit") {
  stage s;
  if (!s.open()) return;
  NEEDS(s.greeting.process_limit, "the number of processes is not limited on this machine");
  held box = s.prepare_sandbox();
  start few = s.probe({"fork", "1000"});
  few.bounds.processes_max = 20;
  s.start_program(few);
  (void)s.wait_for_end();
  // The probe itself is one of the twenty.
  CHECK(read_available(box.output) == "19 EAGAIN\n");
}

TEST_CASE("a function cannot have more than 742 processes even without control groups") {
  stage s;
  if (!s.open()) return;
  held one = s.prepare_sandbox(1);
  held two = s.prepare_sandbox(2);
  s.start_program(s.probe({"fork", "1000"}, 1));
  (void)s.wait_for_end();
  CHECK(read_available(one.output) == "740 EAGAIN\n");
  // Counted for each sandbox by itself, though all have the same user.
  s.start_program(s.probe({"fork", "1000"}, 2));
  (void)s.wait_for_end();
  CHECK(read_available(two.output) == "740 EAGAIN\n");
  // Hundreds of orphans do not keep a reset from leaving one process alone.
  s.reset_sandbox(1);
  CHECK(s.try_out(one, {"list", "/proc", "numbers"}, 1).starts_with("1 "));
}

TEST_CASE("a function cannot change the kernel's settings") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  for (const char* path : {"/proc/sysrq-trigger", "/proc/sys/kernel/core_pattern",
                           "/proc/sys/vm/overcommit_memory", "/proc/1/oom_score_adj"}) {
    CHECK(s.try_out(box, {"write", path}) != "ok\n");
  }
}

TEST_CASE("a function cannot make the out-of-memory killer choose its sandbox's first process") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  // Inherited from here by way of the launcher; only programs are made worse.
  FILE* file = std::fopen("/proc/self/oom_score_adj", "re");
  REQUIRE(file != nullptr);
  int own = 0;
  CHECK(std::fscanf(file, "%d", &own) == 1);
  std::fclose(file);
  int program = std::atoi(s.try_out(box, {"show", "/proc/self/oom_score_adj"}).c_str());
  CHECK(program == std::min(own + 500, 1000));
}

TEST_CASE("a function cannot mount or unmount") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  CHECK(s.try_out(box, {"mount"}) == lines(5, "EPERM"));
}

TEST_CASE("a function cannot make or enter namespaces") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  // clone3 answers ENOSYS so that libc falls back to clone, whose flags a filter can see.
  CHECK(s.try_out(box, {"unshare"}) == lines(8, "EPERM") + "ENOSYS\nEPERM\n");
}

TEST_CASE("a function cannot use the kernel's more dangerous calls") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  // The last two are what libc needs: netlink for interfaces, and asking for the personality.
  CHECK(s.try_out(box, {"kernel"}) == lines(11, "EPERM") + lines(2, "ok"));
}

TEST_CASE("a function has no capabilities and cannot gain any") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  CHECK(s.try_out(box, {"status", "CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb", "NoNewPrivs",
                        "Seccomp"}) ==
        "CapInh:\t0000000000000000\nCapPrm:\t0000000000000000\nCapEff:\t0000000000000000\n"
        "CapBnd:\t0000000000000000\nCapAmb:\t0000000000000000\nNoNewPrivs:\t1\nSeccomp:\t2\n");
  std::string denied = s.try_out(box, {"become-root"});
  CHECK((denied == lines(3, "EPERM") || denied == "EINVAL\nEINVAL\nEPERM\n"));
  // A set-uid program, owned by whoever runs the engine, gives its identity to nobody.
  copy_program(probe_program(), s.code.path() + "/setuid", 06755);
  CHECK(s.try_out(box, {"become", "/var/task/setuid"}) == "993 993 990 990 0\n");
}

TEST_CASE("a function cannot trace or read other processes") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  CHECK(s.try_out(box, {"trace"}) == lines(3, "EPERM"));
}

TEST_CASE("a function cannot kill or open its sandbox's first process") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  s.start_program(s.probe({"attack-init"}));
  std::string tried = stage::read_until(box, "alive");
  CHECK(tried == lines(4, "EACCES") + "alive\n");
  s.engine.ask(sandbox::signal{sandbox_id{1}, SIGTERM});
  exited end = s.wait_for_end();
  CHECK(end.by_signal);
  CHECK(end.code == SIGTERM);
  s.reset_sandbox();
}

namespace {

// A process that left the program's session and ignores signals, seen from outside by its
// connection: that ends when the process does.
fd connection_of_daemon(stage& s, const held& box) {
  s.start_program(s.probe({"daemon"}));
  REQUIRE(stage::read_until(box, "ok") == "ok\n");
  fd connection(::accept4(box.listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
  REQUIRE(connection);
  return connection;
}

bool is_closed(const fd& connection) {
  char byte = 0;
  return wait_readable(connection) && ::recv(connection.get(), &byte, 1, MSG_DONTWAIT) <= 0;
}

}  // namespace

TEST_CASE("a function cannot outlive the reset of its sandbox") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  fd connection = connection_of_daemon(s, box);
  s.engine.ask(reset{sandbox_id{1}});
  exited end = s.wait_for_end();
  CHECK(end.code == SIGKILL);
  REQUIRE(s.engine.expect<reset_done>().has_value());
  CHECK(is_closed(connection));
  CHECK(s.try_out(box, {"list", "/proc", "numbers"}).starts_with("1 "));
}

TEST_CASE("a function cannot outlive its sandbox") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  fd connection = connection_of_daemon(s, box);
  s.destroy_sandbox();
  CHECK(is_closed(connection));
  // Nobody has the output pipe open any more.
  CHECK(wait_readable(box.output));
  char byte = 0;
  CHECK(::read(box.output.get(), &byte, 1) == 0);
}

TEST_CASE("a function cannot outlive a launcher that was killed") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  fd connection = connection_of_daemon(s, box);
  REQUIRE(::kill(s.engine.pid(), SIGKILL) == 0);
  CHECK(is_closed(connection));
}

namespace {

std::uint64_t peak_of(const held& box) {
  REQUIRE(box.memory_peak);
  std::array<char, 32> text{};
  REQUIRE(::pread(box.memory_peak.get(), text.data(), text.size() - 1, 0) > 0);
  return std::strtoull(text.data(), nullptr, 10);
}

}  // namespace

TEST_CASE("a function cannot use more memory than its limit") {
  stage s;
  if (!s.open()) return;
  NEEDS(s.greeting.memory_limit, "memory is not limited on this machine");
  held box = s.prepare_sandbox();
  start greedy = s.probe({"touch", "200"});
  greedy.bounds.memory_bytes = 64 * megabyte;
  s.start_program(greedy);
  exited end = s.wait_for_end();
  CHECK(end.by_signal);
  CHECK(end.code == SIGKILL);
  CHECK(end.out_of_memory);
  s.reset_sandbox();

  // In the same sandbox the next program is not ended, and in another one, because not every kernel
  // can start a new peak, its peak is its own.
  held fresh = s.prepare_sandbox(2);
  for (std::uint64_t id : {1U, 2U}) {
    start modest = s.probe({"touch", "20"}, id);
    modest.bounds.memory_bytes = 64 * megabyte;
    s.start_program(modest);
    end = s.wait_for_end();
    CHECK_FALSE(end.by_signal);
    CHECK_FALSE(end.out_of_memory);
    CHECK(read_available(id == 1 ? box.output : fresh.output) == "touched\n");
  }
  std::uint64_t peak = peak_of(fresh);
  CHECK(peak > 20 * megabyte);
  CHECK(peak < 64 * megabyte);
}

TEST_CASE("a function that has more memory than it may is ended even without control groups") {
  stage s;
  if (!s.open()) return;
  NEEDS(!s.greeting.memory_limit, "this machine limits memory, and nothing has to be watched");
  held box = s.prepare_sandbox();
  // Its child has the memory.
  for (const char* how : {"touch", "touch-in-child"}) {
    start greedy = s.probe({how, "200", "stay"});
    greedy.bounds.memory_bytes = 64 * megabyte;
    s.start_program(greedy);
    exited end = s.wait_for_end();
    CHECK(end.code == SIGKILL);
    CHECK(end.out_of_memory);
    s.reset_sandbox();
  }
  start modest = s.probe({"touch", "20"});
  modest.bounds.memory_bytes = 64 * megabyte;
  s.start_program(modest);
  exited end = s.wait_for_end();
  CHECK_FALSE(end.by_signal);
  CHECK_FALSE(end.out_of_memory);
  std::uint64_t peak = peak_of(box);
  CHECK(peak > 20 * megabyte);
  CHECK(peak < 64 * megabyte);
}

TEST_CASE("a function cannot use more CPU than its share") {
  stage s;
  if (!s.open()) return;
  NEEDS(s.greeting.cpu_limit, "CPU is not limited on this machine");
  held box = s.prepare_sandbox();
  start quarter = s.probe({"burn", "200"});
  quarter.bounds.cpu_permille = 250;
  s.start_program(quarter);
  (void)s.wait_for_end();
  // A fourth of a CPU needs 800 ms of time for 200 ms of work; a busy machine only adds to that.
  CHECK(std::atoi(read_available(box.output).c_str()) >= 500);
}

TEST_CASE("a share of the CPU that comes while a program runs holds from then on") {
  stage s;
  if (!s.open()) return;
  NEEDS(s.greeting.cpu_limit, "CPU is not limited on this machine");
  held box = s.prepare_sandbox();
  s.start_program(s.probe({"burn", "400"}));
  s.engine.ask(limit_cpu{box.info.id, 250});
  (void)s.wait_for_end();
  // At most the time that the message takes was without a limit.
  CHECK(std::atoi(read_available(box.output).c_str()) >= 800);
}

TEST_CASE("a function cannot use descriptors of the launcher") {
  stage s;
  if (!s.open()) return;
  held one = s.prepare_sandbox(1);
  held two = s.prepare_sandbox(2);
  s.start_program(s.probe({"wait"}, 1));
  (void)stage::read_until(one, "waiting");
  CHECK(s.try_out(two, {"descriptors"}, 2) == "0 1 2 \n");
}

TEST_CASE("a function cannot put more into /tmp than fits") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  start full = s.probe({"fill", "/tmp/x", "64"});
  full.bounds.tmp_bytes = 8 * megabyte;
  s.start_program(full);
  (void)s.wait_for_end();
  CHECK(read_available(box.output) == "8 ENOSPC\n");
}

TEST_CASE("a function cannot open more files than its limit says") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  std::string limits_text = s.try_out(box, {"limits"});
  CHECK(limits_text.starts_with("1024/1024\n742/742\n65536/65536\n0/0\n8388608/"));
}

TEST_CASE("a function is the user that it is on Lambda") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  CHECK(s.try_out(box, {"identity"}) == "993 993 990 990 0\n");
  CHECK(s.try_out(box, {"status-of", "/tmp"}).ends_with(" 1777\n"));
  if (!s.greeting.rootless) {
    CHECK(s.try_out(box, {"status-of", "/var/task"}) == "0:0 755\n");
    CHECK(s.try_out(box, {"status-of", "/opt"}) == "0:0 755\n");
  }
}
