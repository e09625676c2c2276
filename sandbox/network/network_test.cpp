// What a sandbox reaches of the network, and what it must not. The "host" of these tests is a
// network namespace of their own with one address that is not loopback, so that nothing outside is
// ever asked and nothing of the real host is seen.
#include <arpa/inet.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include "sandbox/testing/stage.hpp"

using namespace lambent;
using namespace lambent::sandbox;
using namespace lambent::sandbox::testing;

namespace {

constexpr const char* host_address = "203.0.113.7";
constexpr const char* gateway = "169.254.0.2";
constexpr const char* resolver = "169.254.0.3";

bool write_file(const char* path, const std::string& text) {
  fd file(::open(path, O_WRONLY | O_CLOEXEC));
  return ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

// An ordinary user needs a user namespace for it, in which they stay who they are.
bool enter_networkless_host() {
  uid_t user = ::geteuid();
  gid_t group = ::getegid();
  if (user == 0) return ::unshare(CLONE_NEWNET | CLONE_NEWNS) == 0;
  // The change of user that made us ordinary took our own files in /proc from us.
  (void)::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
  auto same = [](unsigned id) { return std::to_string(id) + " " + std::to_string(id) + " 1"; };
  return ::unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS) == 0 &&
         write_file("/proc/self/setgroups", "deny") &&
         write_file("/proc/self/uid_map", same(user)) &&
         write_file("/proc/self/gid_map", same(group));
}

bool give_address(const char* interface, const char* text) {
  fd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ifreq request{};
  std::strncpy(request.ifr_name, interface, IFNAMSIZ - 1);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  ::inet_pton(AF_INET, text, &address.sin_addr);
  std::memcpy(&request.ifr_addr, &address, sizeof address);
  if (::ioctl(socket.get(), SIOCSIFADDR, &request) != 0) return false;
  request.ifr_flags = IFF_UP;
  return ::ioctl(socket.get(), SIOCSIFFLAGS, &request) == 0;
}

// Names are asked of the host's own address.
bool name_resolver() {
  static const scratch_dir place;
  std::string file = place.path() + "/resolv.conf";
  std::ofstream(file) << "nameserver " << host_address << "\n";
  return ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         ::mount(file.c_str(), "/etc/resolv.conf", nullptr, MS_BIND, nullptr) == 0;
}

// Once for all cases of this process.
bool on_a_host_of_our_own() {
  static const bool done = enter_networkless_host() && give_address("lo", "127.0.0.1") &&
                           give_address("lo:1", host_address) && name_resolver();
  return done;
}

bool open_with_egress(stage& s) {
  if (!s.open(network::host_like)) return false;
  for (const error& warning : s.greeting.warnings) {
    if (!warning.what.starts_with("functions have no outbound network")) continue;
    skip(warning.what);
    return false;
  }
  return true;
}

struct server {
  fd socket;
  std::string port;
};

server listen_at(const char* text, int type = SOCK_STREAM, std::uint16_t port = 0) {
  server made{fd(::socket(AF_INET, type | SOCK_CLOEXEC, 0)), {}};
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  ::inet_pton(AF_INET, text, &address.sin_addr);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  REQUIRE(::bind(made.socket.get(), generic, size) == 0);
  if (type == SOCK_STREAM) REQUIRE(::listen(made.socket.get(), 8) == 0);
  REQUIRE(::getsockname(made.socket.get(), generic, &size) == 0);
  made.port = std::to_string(ntohs(address.sin_port));
  return made;
}

std::vector<pid_t> children_of(pid_t parent) {
  std::string id = std::to_string(parent);
  std::ifstream list("/proc/" + id + "/task/" + id + "/children");
  std::vector<pid_t> children;
  for (pid_t child = 0; list >> child;) children.push_back(child);
  return children;
}

pid_t stack_of(pid_t launcher) {
  for (pid_t child : children_of(launcher)) {
    std::string name;
    std::getline(std::ifstream("/proc/" + std::to_string(child) + "/comm"), name);
    if (name == "slirp4netns") return child;
  }
  return 0;
}

fd watch_process(pid_t process) {
  return fd(static_cast<int>(::syscall(SYS_pidfd_open, process, 0)));
}

// Its end, and that it has been reaped: then nothing keeps anything of it.
bool is_gone(pid_t process, const fd& watched) {
  if (!wait_readable(watched)) return false;
  for (int round = 0; round < 1000 && ::kill(process, 0) == 0; ++round) {
    (void)::poll(nullptr, 0, 10);
  }
  return ::kill(process, 0) != 0;
}

std::string interfaces() {
  std::string names;
  struct if_nameindex* list = ::if_nameindex();
  for (auto* each = list; each != nullptr && each->if_index != 0; ++each) {
    names += std::string(each->if_name) + " ";
  }
  ::if_freenameindex(list);
  return names;
}

}  // namespace

#define ON_A_HOST_OF_OUR_OWN() \
  NEEDS(on_a_host_of_our_own(), "this machine refuses a network namespace for the test")

TEST_CASE("a function reaches a server on the host's network") {
  ON_A_HOST_OF_OUR_OWN();
  stage s;
  if (!open_with_egress(s)) return;
  server there = listen_at(host_address);
  held box = s.prepare_sandbox();
  CHECK(s.try_out(box, {"connect", host_address, there.port}) == "ok\n");
  CHECK(wait_readable(there.socket, 0));
  // A refusal out there is a refusal in here.
  there.socket.reset();
  CHECK(s.try_out(box, {"connect", host_address, there.port}) == "ECONNREFUSED\n");
}

TEST_CASE("a function's names are resolved by the host's resolver") {
  ON_A_HOST_OF_OUR_OWN();
  stage s;
  if (!open_with_egress(s)) return;
  server names = listen_at(host_address, SOCK_DGRAM, 53);
  held box = s.prepare_sandbox();
  CHECK(s.try_out(box, {"show", "/etc/resolv.conf"}) ==
        "nameserver " + std::string(resolver) + "\n");
  s.start_program(s.probe({"ask", resolver, "53", "question"}));
  REQUIRE(wait_readable(names.socket));
  std::array<char, 64> question{};
  sockaddr_in from{};
  socklen_t size = sizeof from;
  auto* generic = reinterpret_cast<sockaddr*>(&from);
  CHECK(::recvfrom(names.socket.get(), question.data(), question.size(), 0, generic, &size) == 8);
  CHECK(std::string(question.data()) == "question");
  CHECK(::sendto(names.socket.get(), "answer", 6, 0, generic, size) == 6);
  (void)s.wait_for_end();
  CHECK(read_available(box.output) == "answer\n");
}

TEST_CASE("a function cannot reach the host's loopback through its gateway") {
  ON_A_HOST_OF_OUR_OWN();
  stage s;
  if (!open_with_egress(s)) return;
  server hidden = listen_at("127.0.0.1");
  held box = s.prepare_sandbox();
  for (const char* way : {gateway, resolver, "127.0.0.1", "127.1.2.3", "0.0.0.0", host_address}) {
    CHECK(s.try_out(box, {"connect", way, hidden.port}) != "ok\n");
  }
  CHECK_FALSE(wait_readable(hidden.socket, 0));
}

TEST_CASE("a function cannot reach another sandbox") {
  ON_A_HOST_OF_OUR_OWN();
  stage s;
  if (!open_with_egress(s)) return;
  held one = s.prepare_sandbox(1);
  held two = s.prepare_sandbox(2);
  std::string other = s.try_out(two, {"own-address", gateway, "1"}, 2);
  REQUIRE(other.starts_with("169.254."));
  other.pop_back();
  CHECK(s.try_out(one, {"own-address", gateway, "1"}, 1) != other + "\n");
  s.start_program(s.probe({"serve", "0.0.0.0", "7000"}, 2));
  REQUIRE(stage::read_until(two, "ok") == "ok\n");
  CHECK(s.try_out(one, {"connect", other, "7000"}, 1) == "ENETUNREACH\n");
  CHECK(s.try_out(one, {"connect", other, "9001"}, 1) == "ENETUNREACH\n");
  CHECK_FALSE(wait_readable(two.listener, 0));
}

TEST_CASE("a function cannot forge packets or change its interface") {
  ON_A_HOST_OF_OUR_OWN();
  stage s;
  if (!open_with_egress(s)) return;
  held box = s.prepare_sandbox();
  CHECK(s.try_out(box, {"forge"}) == lines(5, "EPERM"));
}

TEST_CASE("a sandbox without network has no way out at all") {
  ON_A_HOST_OF_OUR_OWN();
  stage s;
  if (!s.open(network::none)) return;
  CHECK(stack_of(s.engine.pid()) == 0);
  server there = listen_at(host_address);
  held box = s.prepare_sandbox();
  CHECK(s.try_out(box, {"connect", host_address, there.port}) == "ENETUNREACH\n");
  CHECK(s.try_out(box, {"connect", gateway, "53"}) == "ENETUNREACH\n");
  std::string routes = s.try_out(box, {"show", "/proc/net/route"});
  CHECK(routes.starts_with("Iface\t"));
  CHECK(routes.find('\n') == routes.size() - 1);
  CHECK(s.try_out(box, {"show", "/etc/resolv.conf"}).empty());
}

TEST_CASE("without slirp4netns functions run, and the engine is told how to get it") {
  ON_A_HOST_OF_OUR_OWN();
  const char* path = std::getenv("PATH");
  std::string before = path == nullptr ? "" : path;
  ::setenv("PATH", "/nonexistent", 1);
  stage s;
  bool opened = s.open(network::host_like);
  ::setenv("PATH", before.c_str(), 1);
  if (!opened) return;
  REQUIRE_FALSE(s.greeting.warnings.empty());
  CHECK(s.greeting.warnings.front().what ==
        "functions have no outbound network, only loopback: the program slirp4netns is not "
        "installed");
  CHECK(s.greeting.warnings.front().hint == "apt-get install slirp4netns");
  held box = s.prepare_sandbox();
  CHECK(s.try_out(box, {"connect", "127.0.0.1", "9001"}) == "ok\n");
  CHECK(s.try_out(box, {"connect", host_address, "1"}) == "ENETUNREACH\n");
}

TEST_CASE("the network stack ends with the launcher and leaves no interface behind") {
  ON_A_HOST_OF_OUR_OWN();
  std::string before = interfaces();
  for (bool killed : {false, true}) {
    stage s;
    if (!open_with_egress(s)) return;
    held box = s.prepare_sandbox();
    CHECK(interfaces() == before);
    pid_t stack = stack_of(s.engine.pid());
    REQUIRE(stack > 0);
    fd watched = watch_process(stack);
    if (killed) REQUIRE(::kill(s.engine.pid(), SIGKILL) == 0);
    CHECK(s.engine.end() == (killed ? SIGKILL : 0));
    CHECK(wait_readable(watched));
    CHECK(interfaces() == before);
  }
}

TEST_CASE("a new network stack serves new sandboxes when the first one ends") {
  ON_A_HOST_OF_OUR_OWN();
  stage s;
  if (!open_with_egress(s)) return;
  server there = listen_at(host_address);
  held first = s.prepare_sandbox(1);
  pid_t stack = stack_of(s.engine.pid());
  REQUIRE(stack > 0);
  fd watched = watch_process(stack);
  REQUIRE(::kill(stack, SIGKILL) == 0);
  REQUIRE(is_gone(stack, watched));
  held second = s.prepare_sandbox(2);
  CHECK(s.try_out(second, {"connect", host_address, there.port}, 2) == "ok\n");
  // The old one has lost its way out and nothing else.
  CHECK(s.try_out(first, {"connect", host_address, there.port}, 1) == "ENETUNREACH\n");
  CHECK(s.try_out(first, {"connect", "127.0.0.1", "9001"}, 1) == "ok\n");
}

TEST_CASE("a reset sandbox keeps its way out, and sandboxes come and go without losing theirs") {
  ON_A_HOST_OF_OUR_OWN();
  stage s;
  if (!open_with_egress(s)) return;
  server there = listen_at(host_address);
  held lasting = s.prepare_sandbox(1);
  std::string address = s.try_out(lasting, {"own-address", gateway, "1"}, 1);
  for (std::uint64_t id = 2; id < 30; ++id) {
    held passing = s.prepare_sandbox(id);
    CHECK(s.try_out(passing, {"own-address", gateway, "1"}, id) != address);
    CHECK(s.try_out(passing, {"connect", host_address, there.port}, id) == "ok\n");
    fd taken(::accept4(there.socket.get(), nullptr, nullptr, SOCK_CLOEXEC));
    s.destroy_sandbox(id);
  }
  CHECK(s.try_out(lasting, {"connect", host_address, there.port}, 1) == "ok\n");
  CHECK(s.try_out(lasting, {"own-address", gateway, "1"}, 1) == address);
}

// The stack remembers the hardware addresses of sixteen, and asks again for those of the others.
TEST_CASE("many sandboxes at once each get the answer that is theirs") {
  ON_A_HOST_OF_OUR_OWN();
  constexpr std::uint64_t many = 60;
  stage s;
  if (!open_with_egress(s)) return;
  server there = listen_at(host_address, SOCK_DGRAM);
  std::vector<held> boxes;
  for (std::uint64_t id = 0; id < many; ++id) boxes.push_back(s.prepare_sandbox(id));
  for (std::uint64_t id = 0; id < many; ++id) {
    s.start_program(s.probe({"ask", host_address, there.port, "I am " + std::to_string(id)}, id));
  }
  std::vector<std::pair<std::string, sockaddr_in>> questions;
  while (questions.size() < many) {
    REQUIRE(wait_readable(there.socket));
    std::array<char, 64> text{};
    sockaddr_in from{};
    socklen_t size = sizeof from;
    auto* generic = reinterpret_cast<sockaddr*>(&from);
    REQUIRE(::recvfrom(there.socket.get(), text.data(), text.size() - 1, 0, generic, &size) > 0);
    questions.emplace_back(text.data(), from);
  }
  for (auto& [text, from] : questions) {
    std::string answer = text + " indeed";
    auto* generic = reinterpret_cast<sockaddr*>(&from);
    CHECK(::sendto(there.socket.get(), answer.data(), answer.size(), 0, generic, sizeof from) > 0);
  }
  for (std::uint64_t each = 0; each < many; ++each) (void)s.wait_for_end();
  for (std::uint64_t id = 0; id < many; ++id) {
    CHECK(read_available(boxes[id].output) == "I am " + std::to_string(id) + " indeed\n");
  }
}
